namespace SecretsKit.Tests.Charts.Linting;

/// <summary>Charts whose templates ask before they use values, and name them in many ways, as in <see cref="ShapeCharts"/>.</summary>
internal static class AskingShapeCharts
{
    /// <summary>What is asked for first: by a variable, a helper, its caller, a check that fails, a template that writes.</summary>
    public const string Asking = """
        === values.yaml
        # The server.
        server:
          name: web
          limits:
            cpu: 100m
        # Another database.
        database: {}
        # Of a subchart.
        cache: {enabled: false}
        extraEnv: []
        extraVolumes: []
        extraVolumeMounts: []
        === Chart.yaml
        apiVersion: v2
        name: c
        version: 1.0.0
        dependencies:
        - {name: cache, version: 1.x.x, repository: "https://charts.example.com", condition: cache.enabled}
        === charts/cache/Chart.yaml
        {apiVersion: v2, name: cache, version: 1.2.0}
        === charts/cache/values.yaml
        # Its own.
        port: 1
        === templates/_h.tpl
        {{- define "c.hasTls" }}{{ if and .Values.tls .Values.tls.enabled }}true{{ end }}{{ end }}
        {{- define "c.route" }}{{ .Values.route.host }}:{{ .Values.route.port }}{{ end }}
        {{- define "c.twice" }}{{ .Values.sometimes.name }}{{ end }}
        {{- define "c.affinity" }}{{ with . }}affinity: {{ toJson . }}{{ end }}{{ end }}
        {{- define "c.check" }}
        {{- if not .Values.domain }}{{ fail "domain is needed" }}{{ end }}
        {{- end }}
        {{- define "c.defaults" }}
        {{- $_ := set .Values.server "secretName" (printf "%s-tls" .Values.server.name) }}
        {{- end }}
        {{- define "c.other" }}{{ .Subcharts.cache.Values.port }}{{ end }}
        === templates/deployment.yaml
        {{- include "c.check" . }}{{ include "c.defaults" . }}
        {{- $old := .Values.oldStyle }}
        {{- $tagged := index .Values "image-tag" }}
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{ .Values.server.name }}, annotations: {domain: {{ .Values.domain }}, keys: "{{ len .Values.AsMap }}"}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              {{- include "c.affinity" .Values.affinity | nindent 6 }}
              {{- if eq (include "c.hasTls" .) "true" }}
              hostname: {{ .Values.tls.host }}
              {{- end }}
              {{- if $old }}
              subdomain: {{ .Values.oldStyle.name }}
              {{- end }}
              {{- if .Values.route }}
              # {{ include "c.route" . }} {{ .Values.commentedOut }}
              {{- end }}
              {{- if .Values.sometimes }}{{ include "c.twice" . }}{{ end }}
              containers:
              - name: web
                image: example/web:1.{{ $tagged | default "2" }}
                env: {{ toJson .Values.extraEnv }}
                volumeMounts: {{ toJson .Values.extraVolumeMounts }}
                resources: {limits: {{ toJson .Values.server.limits }}}
                args: ["{{ .Values.server.secretName }}", "{{ .Values.server.port }}", "{{ get .Values "level" }}"]
              volumes: {{ toJson .Values.extraVolumes }}
        === templates/tests/a.yaml
        {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: p, image: "example/p:1"}]}}
        === templates/NOTES.txt
        Installed with {{ .Values.server.name }}, {{ .Values.server.colour }}.
        === true
        [WARNING] values.yaml: K-122: server.colour has no default
        [WARNING] values.yaml: K-122: server.port has no default
        """;

    /// <summary>Comments at the left, in the schema, in front of tables; keys of Secrets; files; templates; places for more.</summary>
    public const string Naming = """
        === Chart.yaml
        {apiVersion: v2, name: c, version: 1.0.0}
        === ci/default-values.yaml
        {}
        === values.schema.json
        {"type": "object", "properties": {"mode": {"type": "string", "description": "How it runs"}}}
        === values.yaml
        ## @section Files
        tls:
        ## The names of the files
          publicCrt: public.crt
          privateKey: private.key
          certKeyFilename: tls.key
          keyType: rsa

        mode: fast

        bare: 1

        # Of another object.
        auth:
          existingSecretPasswordKey: database-password
          passwordSecretKey: key-password
          userPasswordKey: user-password
          secretName: app-secret
          tokenPath: /var/run/secrets/token
          passwordFile: /run/secrets/password
          usePasswordFiles: true
          authKeyRef: {name: app, key: auth-key}
          automountServiceAccountToken: true
          password: ""
          adminPassword: "{{ .Values.global.password }}"
          apiToken: ${API_TOKEN}
          secretKeyRef: {name: store, key: secret-access-key}
          passwordUpdateJob: false
          rootPasswordSecretName: root-pw
          jwtSecret: {secretName: jwt, secretKey: jwt-secret}
          tokenSecretRef: my-token-secret
          tokenReviewer: true
          clientSecretEnv: OIDC_CLIENT_SECRET
          adminPasswordVar: ADMIN_PASSWORD
          passwordHashAlgorithm: argon2
          tokenEndpoint: https://login.example.com/token
          minPasswordLength: 12
          passwordPolicy: LOW
          secretProvider: vault
          apiKeyHeader: X-Api-Key
          issuerSecret: "vault:secret/data/app#issuer"
          dbPassword: changeme
          smtpPassword: Tr0ub4dor-and-3
        # What runs.
        podSpecOverrides: {}
        === templates/deployment.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          labels: {tls: {{ .Values.tls | toJson | sha256sum | trunc 10 }}, m: {{ .Values.mode }}, b: {{ .Values.bare }}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}, annotations: {config: {{ include (print $.Template.BasePath "/config.yaml") . | sha256sum }}}}
            spec:
              {{- with .Values.podSpecOverrides }}{{ toYaml . | nindent 6 }}{{ end }}
              containers: [{name: a, image: "example/a:1", envFrom: [{configMapRef: {name: conf}}]}]
        === templates/config.yaml
        {apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {a: b, c: {{ toJson .Values.auth | sha256sum }}}}
        === templates/NOTES.txt
        Installed.
        === true
        [WARNING] values.yaml:11: K-122: bare has no comment
        [WARNING] values.yaml:42: plaintext: auth.dbPassword is or holds a password that everybody knows
        [WARNING] values.yaml:43: plaintext: secret in plain text at auth.smtpPassword
        """;
}
