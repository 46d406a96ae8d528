/** Where a request comes from and what sends it, as people would say it: for devices, letters and rules of clients. */
export { agentOf, listedAgentOf, type Agent } from './agent.ts';
export { isPrivateAddress, networkOf, subscriberOf } from './network.ts';
export { networksByAddress, readNetwork, type Network } from './networks.ts';
export { kilometres, openPlaces, type Place, type Places } from './place.ts';
export { isTooFast, placeNameOf } from './travel.ts';
