# One image for each service: docker build --build-arg SERVICE=gateway --file deploy/service.Dockerfile .
ARG NODE_IMAGE=node:26-slim

# What npm needs to know; the layers below stay until one of these files changes.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY services/gateway/package.json services/gateway/
COPY services/generator/package.json services/generator/
COPY services/persister/package.json services/persister/
COPY services/simulator/package.json services/simulator/
COPY web/package.json web/
COPY deploy/package.json deploy/
COPY tests/package.json tests/

FROM manifests AS web
RUN npm ci
COPY tsconfig.json turbo.json ./
COPY shared shared
COPY web web
RUN npm run build --workspace web

# The optional packages are a Node and a Postgres of the repository's own: here the image has the one, and the other is a container.
FROM manifests AS packages
ARG SERVICE
RUN npm ci --omit=dev --omit=optional --workspace services/${SERVICE}

FROM ${NODE_IMAGE} AS service
ARG SERVICE
ENV NODE_ENV=production WEB_DIST=/app/web/dist
WORKDIR /app
COPY --from=packages /app ./
COPY --from=web /app/web/dist web/dist
COPY prices.json ./
COPY shared shared
COPY services/${SERVICE} services/${SERVICE}
WORKDIR /app/services/${SERVICE}
USER node
CMD ["node", "src/main.ts"]
