namespace SecretsKit.Tests.Charts.Linting;

/// <summary>More charts of the shapes that public ones have, as in <see cref="ShapeCharts"/>.</summary>
internal static class MoreShapeCharts
{
    /// <summary>What is drawn at random: kept by lookup, made by a hook once, made only at first, drawn at each upgrade.</summary>
    public const string Drawing = """
        === values.yaml
        # Nothing.
        x: 1
        === templates/_h.tpl
        {{- define "c.kept" }}
        {{- with lookup "v1" "Secret" .Release.Namespace "kept" }}{{ .data.token }}{{ else }}{{ randAlphaNum 9 | b64enc }}{{ end }}
        {{- end }}
        === templates/kept.yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: kept}
        stringData: {token: "{{ include "c.kept" . | b64dec }}"}
        === templates/once.yaml
        {{- if not (lookup "v1" "Secret" .Release.Namespace "once") }}
        apiVersion: v1
        kind: Secret
        metadata: {name: once, annotations: {helm.sh/resource-policy: keep}}
        stringData: {token: "{{ randAlphaNum 9 }}"}
        {{- end }}
        === templates/hook.yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: hook, annotations: {"helm.sh/hook": "pre-install"}}
        stringData: {token: "{{ randAlphaNum 9 }}"}
        === templates/half.yaml
        {{- $found := lookup "v1" "Secret" .Release.Namespace "half" }}
        apiVersion: v1
        kind: Secret
        metadata: {name: half}
        data:
          a: {{ if $found }}{{ $found.data.a }}{{ else }}{{ randAlphaNum 9 | b64enc }}{{ end }}
          b: {{ randAlphaNum 9 | b64enc }}
        === templates/other.yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: other}
        data:
          {{- if lookup "v1" "Secret" .Release.Namespace "kept" }}
          known: eWVz
          {{- end }}
          token: {{ randAlphaNum 9 | b64enc }}
        === templates/certificate.yaml
        {{- $ca := genCA "c" 30 }}
        apiVersion: v1
        kind: Secret
        metadata: {name: certificate}
        data: {tls.crt: {{ $ca.Cert | b64enc }}, tls.key: {{ $ca.Key | b64enc }}}
        === templates/NOTES.txt
        {{ randAlphaNum 3 }}
        === templates/tests/a.yaml
        {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: p, image: "example/p:1"}]}}
        === true
        [WARNING] c/templates/certificate.yaml: K-120: the output changes with each rendering: line 5
        [WARNING] c/templates/half.yaml: K-120: the output changes with each rendering: line 7
        [INFO] c/templates/hook.yaml: K-120: an upgrade keeps what is there
        [INFO] c/templates/kept.yaml: K-120: an upgrade keeps what is there
        [INFO] c/templates/once.yaml: K-120: an upgrade keeps what is there
        [WARNING] c/templates/other.yaml: K-120: the output changes with each rendering: line 6
        """;

    /// <summary>An ingress controller, with certificates of its own and a leader that is chosen while it runs.</summary>
    public const string Controller = """
        === Chart.yaml
        {apiVersion: v2, name: c, version: 1.0.0, keywords: [ingress]}
        === values.yaml
        # Its pods.
        controller: {extraEnvs: [], extraVolumes: [], extraVolumeMounts: []}
        === templates/_h.tpl
        {{- define "c.x" }}x{{ end }}
        === templates/all.yaml
        {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: c}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: c}
        spec: {type: LoadBalancer, selector: {app: c, role: leader}, ports: [{port: 443, targetPort: 8443}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: c}
        spec:
          selector: {matchLabels: {app: c}}
          template:
            metadata: {labels: {app: c}}
            spec:
              containers:
              - name: c
                image: "example/c:1"
                env: {{ toJson .Values.controller.extraEnvs }}
                volumeMounts: {{ toJson .Values.controller.extraVolumeMounts }}
              volumes: {{ toJson .Values.controller.extraVolumes }}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: c-tls}, data: {tls.crt: eA==}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: c}
        spec: {ingressClassName: c, tls: [{secretName: c-tls}], rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix}]}}]}
        === templates/NOTES.txt
        Installed.
        === tests/a_test.yaml
        suite: a
        """;

    /// <summary>A chart whose objects come from a library that writes into its values, and one that only gathers others.</summary>
    public const string Gathering = """
        === Chart.yaml
        apiVersion: v2
        name: c
        version: 1.0.0
        dependencies:
        - {name: loader, version: "*", repository: "https://charts.example.com"}
        - {name: db, alias: store, version: ^1.0.0, repository: "https://charts.example.com", import-values: [data]}
        === values.yaml
        # Of the chart db.
        store: {size: 2}
        # Variables; the library reads them.
        env: {A: b}
        === charts/loader/Chart.yaml
        {apiVersion: v2, name: loader, version: 1.0.0, type: library}
        === charts/loader/templates/_all.tpl
        {{- define "loader.init" }}{{ $_ := set .Values "kind" "Deployment" }}{{ end }}
        {{- define "loader.account" }}
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: a, annotations: {{ toJson .Values.annotations }}}}
        {{- end }}
        {{- define "loader.web" }}
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers: [{name: web, image: "example/web:1", env: {{ toJson .Values.env }}, volumeMounts: {{ toJson .Values.mounts }}}]
              volumes: {{ toJson .Values.volumes }}
        {{- end }}
        === charts/db/Chart.yaml
        {apiVersion: v2, name: db, version: 1.2.0}
        === charts/db/values.yaml
        exports: {data: {shared: 1}}
        === templates/all.yaml
        {{- include "loader.init" . }}
        {{- include "loader.web" . }}
        ---
        {{ include "loader.account" . }}
        # {{ .Values.kind }} {{ .Values.shared }}
        === templates/NOTES.txt
        Installed.
        === templates/tests/a.yaml
        {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: p, image: "example/p:1"}]}}
        """;

    /// <summary>A library by itself: its values are those of the charts that use it.</summary>
    public const string Library = """
        === Chart.yaml
        {apiVersion: v2, name: c, version: 1.0.0, type: library}
        === templates/_all.tpl
        {{- define "c.x" }}{{ .Values.image.tag }} {{ randAlphaNum 3 }}{{ end }}
        """;

    /// <summary>Real mistakes side by side: none may be lost.</summary>
    public const string Mistaken = """
        === Chart.yaml
        apiVersion: v2
        name: c
        version: 1.0.0
        dependencies:
        - {name: cache, version: ">=1", repository: "https://charts.example.com"}
        === values.yaml
        image: {repository: example/web, tag: 1.10}
        database:
          password: Vq8-trellis-40
          secretKey: k3XbQ81mZpL0aVtYw2Rd
          default: {password: changeme}
        === templates/web.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{ .Release.Name }}-web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: web, image: example/web, ports: [{containerPort: {{ .Values.port }}}], envFrom: [{secretRef: {name: web}}]}
        === templates/rest.yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: web, labels: {of: {{ .Release.Name }}}}
        stringData: {a: {{ randAlphaNum 9 }}, b: "{{ .Values.database.password }}{{ .Values.database.secretKey }}{{ .Values.image.tag }}"}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: NodePort, selector: {app: wbe}, ports: [{port: 80}]}
        ---
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: web}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec: {ingressClassName: c, tls: [{secretName: web-tls}], rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix}]}}]}
        === true
        [WARNING] values.yaml:3: plaintext: secret in plain text at database.password (14 characters)
        [WARNING] values.yaml:4: plaintext: secret in plain text at database.secretKey (20 characters)
        [WARNING] values.yaml:5: plaintext: database.default.password is or holds a password that everybody knows
        [WARNING] c/templates/web.yaml: K-110: image "example/web" has no tag
        [WARNING] values.yaml:1: K-111: image.tag is a number to YAML
        [WARNING] c/templates/rest.yaml: K-120: the output changes with each rendering: line 4
        [WARNING] c/templates/web.yaml: K-119: pods of Deployment test-release-web do not restart when Secret web changes
        [WARNING] values.yaml: K-121: there is no value for more environment variables
        [WARNING] values.yaml: K-121: there is no value for more volumes
        [WARNING] values.yaml: K-121: there is no value for more volume mounts
        [WARNING] values.yaml: K-122: port has no default
        [WARNING] values.yaml:1: K-122: image has no comment
        [WARNING] values.yaml:2: K-122: database has no comment
        [WARNING] templates/: K-122: names and labels that several templates share belong into helpers
        [WARNING] c/templates/rest.yaml: K-123: ServiceAccount web takes no annotations from values
        [WARNING] c/templates/rest.yaml: K-124: Ingress web has no issuer of its certificate
        [WARNING] Chart.yaml: K-128: cache may be any version
        [WARNING] templates/: K-240: there is no NOTES.txt
        [WARNING] templates/: K-240: there are no tests
        [WARNING] c/templates/rest.yaml: K-241: Service web is of the type NodePort
        [WARNING] c/templates/rest.yaml: K-241: Service web has a port without targetPort
        """;
}
