namespace SecretsKit.Tests.Charts.Linting;

/// <summary>
/// Charts of the shapes that public ones have, in our own words: how values are commented, secrets kept, parts shared. Files stand behind
/// lines that begin with <c>===</c>; behind <c>=== true</c> are the findings that are true, all others are false.
/// </summary>
internal static class ShapeCharts
{
    /// <summary>Comments for a documentation generator, a library beside it, a Secret that is kept by lookup.</summary>
    public const string Parameters = """
        === Chart.yaml
        apiVersion: v2
        name: c
        version: 1.0.0
        dependencies:
        - {name: base, version: 2.x.x, repository: "oci://registry.example.com/charts"}
        === values.yaml
        # Copyright Example Ltd.

        ## @section Names
        ## @param nameOverride Part of the name
        ##
        nameOverride: ""
        ## @param image.repository Where it is
        ## @param image.tag Which one
        ##
        image:
          repository: example/store
          tag: 1.4.2-r1
        ## @section Access
        ## @param auth.password Drawn where empty
        ## @param auth.existingSecret Instead of it
        ## @param auth.secretKeys.adminPasswordKey The key in it
        auth:
          password: ""
          existingSecret: ""
          secretKeys:
            adminPasswordKey: store-password
            userPasswordKey: password
            replicationPassword: replication-password
        ## @param extraEnvVars More variables
        ## e.g:
        ## extraEnvVars:
        ##   - {name: FOO, value: bar}
        ##
        extraEnvVars: []
        extraEnvVarsCM: ""
        ## @param extraVolumes More volumes
        extraVolumes: []
        ## @param extraVolumeMounts More mounts
        extraVolumeMounts: []
        ## @param extraDeploy More objects
        extraDeploy: []
        === charts/base/Chart.yaml
        {apiVersion: v2, name: base, version: 2.1.0, type: library}
        === charts/base/templates/_all.tpl
        {{- define "base.render" }}{{ tpl (toYaml .value) .context }}{{ end }}
        {{- define "base.labels" }}{name: {{ .Values.nameOverride | default .Chart.Name }}, base: {{ .Values.fromBase }}}{{ end }}
        {{- define "base.password" -}}
        {{- $found := (lookup "v1" "Secret" .context.Release.Namespace .secret).data -}}
        {{- if and $found (hasKey $found .key) }}{{ index $found .key }}{{ else }}{{ randAlphaNum 12 | b64enc }}{{ end -}}
        {{- end }}
        === templates/secret.yaml
        {{- if not .Values.auth.existingSecret }}
        apiVersion: v1
        kind: Secret
        metadata: {name: {{ .Release.Name }}-store, labels: {{ include "base.labels" . }}}
        data:
          store-password: {{ include "base.password" (dict "secret" (printf "%s-store" .Release.Name) "key" "store-password" "context" $) }}
        {{- end }}
        === templates/extra.yaml
        {{- range .Values.extraDeploy }}
        ---
        {{ include "base.render" (dict "value" . "context" $) }}
        {{- end }}
        === templates/statefulset.yaml
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: store}
        spec:
          selector: {matchLabels: {app: store}}
          template:
            metadata:
              labels: {app: store}
              annotations: {checksum/secret: {{ include (print $.Template.BasePath "/secret.yaml") . | sha256sum }}}
            spec:
              {{- if .Values.schedulerName }}
              schedulerName: {{ .Values.schedulerName }}
              {{- end }}
              containers:
              - name: store
                image: {{ .Values.image.repository }}:{{ .Values.image.tag }}
                {{- if .Values.extraEnvVars }}
                env: {{- include "base.render" (dict "value" .Values.extraEnvVars "context" $) | nindent 16 }}
                {{- end }}
                envFrom:
                - secretRef: {name: {{ .Values.auth.existingSecret | default (printf "%s-store" .Release.Name) }}}
                {{- if .Values.extraEnvVarsCM }}
                - configMapRef: {name: {{ .Values.extraEnvVarsCM }}}
                {{- end }}
                volumeMounts: {{ toJson .Values.extraVolumeMounts }}
              volumes: {{ toJson .Values.extraVolumes }}
        === templates/NOTES.txt
        Installed.
        === templates/tests/ping.yaml
        {apiVersion: v1, kind: Pod, metadata: {name: ping}, spec: {containers: [{name: p, image: "example/ping:1"}]}}
        === true
        [INFO] c/templates/secret.yaml: K-120
        [INFO] c/templates/statefulset.yaml: K-120
        """;

    /// <summary>Comments with dashes, in groups and below; old names that fail; tests that .helmignore leaves out; conditions.</summary>
    public const string Dashes = """
        === .helmignore
        unittests/
        === unittests/deployment_test.yaml
        suite: deployment
        === values.yaml
        # -- Names of all objects
        nameOverride: ""
        fullnameOverride: ""

        ## How many pods there are.
        ##

        replicaCount: 1

        image:
          # -- Where it is
          repository: example/web
          tag:   # defaults to the version of the chart

        resources: {}
        #  limits:
        #    cpu: 100m

        # -- More variables
        extraVars: []
        podVolumes: []
        extraConfigmapMounts: []
          # - name: a

        # -- From another store
        externalSecret:
          data:
            - secretKey: password
              remoteRef: {key: shop/db, property: password}
            - secretKey: DB_PASSWORD
              remoteRef: {key: shop/db, property: password}

        # -- Scaling
        autoscaling:
          enabled: false
          # targetMemory: 80
        plain: 1
        === templates/_h.tpl
        {{- define "c.labels" }}{app: web}{{ end }}
        === templates/deployment.yaml
        {{- if .Values.oldImage }}{{ fail "oldImage is image now, see .Values.newName.tag" }}{{ end }}
        {{- with .Values.image }}{{ $_ := printf "%s .Values.other.name" .repository }}{{ end }}
        # {{`{{ .Values.printed }}`}}
        {{- with .Values.priorityClass }}
        # {{ . }}
        {{- end }}
        {{- $port := .Values.port }}
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{ .Values.fullnameOverride | default "web" }}, labels: {{ include "c.labels" . }}}
        spec:
          replicas: {{ .Values.replicaCount }}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: {{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.Version }}
                ports: [{containerPort: {{ $port | default 80 }}}]
                env: {{ toJson .Values.extraVars }}
                {{- range .Values.extraConfigmapMounts }}
                # {{ .name }}
                {{- end }}
              volumes: {{ toJson .Values.podVolumes }}
              terminationGracePeriodSeconds: {{ .Values.grace }}
        {{- if and .Values.autoscaling.enabled .Values.autoscaling.targetMemory }}
        # {{ .Values.autoscaling.targetMemory }} {{ .Values.plain }} {{ .Values.resources }}
        # {{ .Values.nameOverride }} {{ .Values.externalSecret }}
        {{- end }}
        === templates/sub/NOTES.txt
        Installed.
        === true
        [WARNING] values.yaml: K-122: grace has no default
        [WARNING] values.yaml:37: K-122: plain has no comment
        """;

    /// <summary>Programs that read their files again, fill in their Secrets, or are named by content.</summary>
    public const string Reloading = """
        === values.yaml
        # Settings of the server.
        settings:
          auth.oauth:
            client_secret: $__file{/run/secrets/oauth}
          oidc: |
            issuer: https://login.example.com
            clientSecret: $oidc.shop.clientSecret
        # The administrator, from a Secret.
        admin:
          existingSecret: ""
          passwordKey: admin-password
          password: {secret: shop-admin, key: admin-password}
        # More of everything.
        env: {}
        envFromSecret: ""
        extraSecretMounts: []
        # Whether annotations are given.
        serviceAccount: {annotations: {}}
        === templates/_h.tpl
        {{- define "c.meta" }}{name: {{ . }}}{{ end }}
        {{- define "c.account" }}{name: c, annotations: {{ toJson .Values.serviceAccount.annotations }}}{{ end }}
        === templates/account.yaml
        apiVersion: v1
        kind: ServiceAccount
        metadata: {{ include "c.account" . }}
        === templates/config.yaml
        {apiVersion: v1, kind: ConfigMap, metadata: {name: rules}, data: {a: "{{ .Values.settings.oidc | sha256sum }}"}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "conf-{{ toJson .Values.settings | sha256sum | trunc 10 }}"}
        data: {a: b}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: plain}, data: {a: b}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: filled-in}}
        === templates/watching.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {{ include "c.meta" "watching" }}
        spec:
          selector: {matchLabels: {app: watching}}
          template:
            metadata: {labels: {app: watching}}
            spec:
              containers:
              - {name: web, image: "example/web:1", env: {{ toJson .Values.env }}, envFrom: [{secretRef: {name: filled-in}}]}
              - {name: rules-sidecar, image: "example/k8s-watch:2", volumeMounts: {{ toJson .Values.extraSecretMounts }}}
              volumes: [{name: r, configMap: {name: rules}}]
        === templates/others.yaml
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: by-content}
        spec:
          selector: {matchLabels: {app: x}}
          template:
            metadata: {labels: {app: x}}
            spec:
              containers: [{name: a, image: "example/a:1"}]
              volumes: [{name: c, configMap: {name: "conf-{{ toJson .Values.settings | sha256sum | trunc 10 }}"}}]
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: by-variable}
        spec:
          selector: {matchLabels: {app: y}}
          template:
            metadata: {labels: {app: y}}
            spec:
              containers:
              - {name: a, image: "example/a:1", env: [{name: CONFIG_CHECKSUM, value: "1"}], envFrom: [{configMapRef: {name: plain}}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: stale}
        spec:
          selector: {matchLabels: {app: z}}
          template:
            metadata: {labels: {app: z}}
            spec: {containers: [{name: a, image: "example/a:1", envFrom: [{configMapRef: {name: plain}}]}]}
        === templates/NOTES.txt
        Installed.
        === templates/check.yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: t, annotations: {"helm.sh/hook": test}}
        spec: {containers: [{name: p, image: "example/p:1"}]}
        === true
        [WARNING] c/templates/others.yaml: K-119: pods of Deployment stale do not restart when ConfigMap plain
        """;
}
