# Dependencies as the lock file names them. No compiler is needed: every package ships its binaries or has none, so
# install scripts stay off. The packages that carry Node itself are optional: the image has it.
FROM node:24-slim AS dependencies
WORKDIR /postern
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
WORKDIR /postern
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    NODE_OPTIONS=--max-semi-space-size=8 \
    POSTERN_ADDRESS=0.0.0.0 \
    POSTERN_DATA=/data
COPY --from=dependencies /postern/node_modules node_modules
COPY package.json LICENSE NOTICE ./
COPY adapters adapters
COPY bin bin
COPY config config
COPY src src
COPY views views

# What a start compiles is in the image: its user cannot write it. Node looks for what the same user made at this place.
# Code and compiled code belong to root: who gets into the process cannot change them. Only /data is the node's own.
RUN install -d -o node -g node -m 0700 /data \
  && install -d -o node -g node node_modules/.cache/postern/compiled \
  && setpriv --reuid=node --regid=node --clear-groups node bin/precompile.mjs \
  && chown -R root:root node_modules/.cache \
  && chmod -R a+rX,go-w node_modules/.cache
USER node
VOLUME /data
EXPOSE 3000

HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.POSTERN_PORT || process.env.PORT || 3000}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/postern.mjs"]
CMD ["start"]
