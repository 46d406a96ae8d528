// What answers a form stands in the history by the address alone that it is to be had at: Back and Reload show it, and the
// browser need not ask whether to send once more what was typed.
history.replaceState(null, '', document.currentScript.dataset.address);
