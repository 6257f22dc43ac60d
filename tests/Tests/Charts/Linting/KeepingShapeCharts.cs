namespace SecretsKit.Tests.Charts.Linting;

/// <summary>Charts that keep what they drew, or do not, and that take more of everything, or do not, as in <see cref="ShapeCharts"/>.</summary>
internal static class KeepingShapeCharts
{
    /// <summary>Names made of parts, lists of values before the lookup, values drawn into a dict, hooks; tables that become variables.</summary>
    public const string Keeping = """
        === values.yaml
        # What the Secret shall hold.
        auth: {password: "", existingSecret: "", token: ""}
        # Variables of the server.
        config: {LOG_LEVEL: info}
        # As in the library of volumes.
        persistence: {}
        === templates/_h.tpl
        {{- define "c.fullname" }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 }}{{ end }}
        {{- define "c.draw" }}
        {{- $given := index .context.Values.auth .value }}
        {{- $found := (lookup "v1" "Secret" .context.Release.Namespace .secret) | default dict }}
        {{- $data := get $found "data" | default dict }}
        {{- if $given }}{{ $given | b64enc }}{{ else if hasKey $data .key }}{{ index $data .key }}{{ else }}{{ randAlphaNum 20 | b64enc }}{{ end }}
        {{- end }}
        === templates/secret.yaml
        {{- $name := include "c.fullname" . }}
        {{- if not .Values.auth.existingSecret }}
        apiVersion: v1
        kind: Secret
        metadata: {name: {{ $name }}-auth}
        data:
          {{- range $key, $value := dict "password" "password" "token" "token" }}
          {{ $key }}: {{ include "c.draw" (dict "secret" (print $name "-auth") "key" $key "value" $value "context" $) | trim }}
          {{- end }}
        {{- end }}
        === templates/ca.yaml
        {{- $name := printf "%s-ca" .Release.Name }}
        {{- $crt := "" }}{{ $key := "" }}
        {{- $old := lookup "v1" "Secret" .Release.Namespace $name }}
        {{- if $old }}
        {{- $crt = index $old.data "tls.crt" }}{{ $key = index $old.data "tls.key" }}
        {{- else }}
        {{- $ca := genCA "c-ca" 3650 }}
        {{- $signed := genSignedCert "c" nil (list "c") 365 $ca }}
        {{- $crt = $signed.Cert | b64enc }}{{ $key = $signed.Key | b64enc }}
        {{- end }}
        {apiVersion: v1, kind: Secret, metadata: {name: {{ $name }}}, type: kubernetes.io/tls, data: {tls.crt: {{ $crt }}, tls.key: {{ $key }}}}
        === templates/hook.yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: hook, annotations: {"helm.sh/hook": "pre-install,pre-upgrade"}}
        stringData: {token: "{{ randAlphaNum 9 }}"}
        === templates/wrong.yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: wrong, annotations: {helm.sh/resource-policy: keep}}
        data: {token: {{ randAlphaNum 9 | b64enc }}}
        === templates/config.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: config}
        data:
          {{- range $key, $value := .Values.config }}
          {{ $key }}: {{ $value | quote }}
          {{- end }}
        === templates/statefulset.yaml
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}, annotations: {restartedAt: "{{ .Release.Revision }}"}}
            spec:
              containers:
              - name: web
                image: example/web:1
                envFrom: [{configMapRef: {name: config}}]
                volumeMounts:
                {{- range $name, $volume := .Values.persistence }}
                - {name: {{ $name }}, mountPath: {{ $volume.mountPath }}}
                {{- end }}
              volumes:
              {{- range $name, $volume := .Values.persistence }}
              - {name: {{ $name }}, emptyDir: {}}
              {{- end }}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: watched, annotations: {configmap.fabric8.io/update-on-change: config}}
        spec:
          selector: {matchLabels: {app: w}}
          template:
            metadata: {labels: {app: w}}
            spec: {containers: [{name: a, image: "example/a:1", envFrom: [{configMapRef: {name: config}}]}]}
        === templates/check.yaml
        apiVersion: v1
        kind: Pod
        metadata:
          name: t
          annotations:
            helm.sh/hook-delete-policy: before-hook-creation
            helm.sh/hook: test-success
        spec: {containers: [{name: p, image: "example/p:1"}]}
        === templates/NOTES.txt
        Installed.
        === true
        [INFO] c/templates/secret.yaml: K-120: an upgrade keeps
        [INFO] c/templates/ca.yaml: K-120: an upgrade keeps
        [WARNING] c/templates/hook.yaml: K-120: the output changes with each rendering: line 4
        [WARNING] c/templates/wrong.yaml: K-120: the output changes with each rendering: line
        """;

    /// <summary>A chart that takes nothing more, has no test and no notes, and names no template.</summary>
    public const string Closed = """
        === values.yaml
        # How many.
        replicas: 1
        # Where it is.
        environment: production
        # Volumes of a size.
        volumeSize: 1Gi
        === templates/config.yaml
        {apiVersion: v1, kind: ConfigMap, metadata: {name: {{ .Release.Name }}-config}, data: {a: "{{ .Values.environment }}"}}
        === templates/deployment.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{ .Release.Name }}, annotations: {size: {{ .Values.volumeSize }}}}
        spec:
          replicas: {{ .Values.replicas }}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: a, image: "example/a:1", envFrom: [{configMapRef: {name: {{ .Release.Name }}-config}}]}]}
        === true
        [WARNING] c/templates/deployment.yaml: K-119: pods of Deployment
        [WARNING] values.yaml: K-121: there is no value for more environment variables
        [WARNING] values.yaml: K-121: there is no value for more volumes;
        [WARNING] values.yaml: K-121: there is no value for more volume mounts
        [WARNING] templates/: K-122: names and labels
        [WARNING] templates/: K-240: there is no NOTES.txt
        [WARNING] templates/: K-240: there are no tests
        """;

    /// <summary>Values that users give, and that templates reach by many ways; and some that none reaches.</summary>
    public const string Given = """
        === Chart.yaml
        apiVersion: v2
        name: c
        version: 1.0.0
        dependencies:
        - {name: store, alias: cache, version: 1.x.x, repository: "https://charts.example.com", condition: cache.enabled, tags: [fast]}
        - {name: absent, version: 2.x.x, repository: "https://charts.example.com", condition: absent.enabled}
        === charts/store/Chart.yaml
        {apiVersion: v2, name: store, version: 1.2.0}
        === charts/store/values.yaml
        # How many.
        size: 1
        enabled: true
        === charts/store/templates/a.yaml
        {apiVersion: v1, kind: ConfigMap, metadata: {name: s}, data: {a: "{{ .Values.size }}", b: "{{ .Values.global.zone }}"}}
        === values.schema.json
        {"type": "object", "properties": {"onlyInSchema": {"type": "string"}}}
        === values.yaml
        # Of the image.
        image: {repository: example/a, tag: "1"}
        # Workers by name.
        workers: {}
        # Free settings.
        settings: {}
        # Of pods.
        pods: {labels: {}}
        # nodePort: 30080
        services:
          main: {port: 80}
        # Joined by name.
        names: [red, blue]
        === templates/_h.tpl
        {{- define "c.worker" }}{{ .root.Values.image.repository }}-{{ .worker.replicas }}{{ with .worker.nodes }}{{ toJson . }}{{ end }}{{ end }}
        {{- define "c.value" }}{{ $value := .context.Values }}{{ range splitList "." .path }}{{ $value = get $value . }}{{ end }}{{ $value }}{{ end }}
        === templates/config.yaml
        {{- $root := . }}{{ $all := .Values }}
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, labels: {{ toJson .Values.pods.labels }}}
        data:
          {{- range $name, $worker := .Values.workers }}
          {{ $name }}: {{ include "c.worker" (dict "root" $root "worker" $worker) | quote }}
          {{- end }}
          settings: {{ toYaml .Values.settings | quote }}
          dug: {{ dig "deep" "down" "none" .Values.AsMap | quote }}
          picked: {{ pluck "colour" .Values | first | quote }}
          merged: {{ toJson (merge (dict) .Values.settings (dict "tag" "2")) | quote }}
          {{- range .Values.names }}
          {{ . }}: {{ index $all (printf "%sLevel" .) | quote }}
          {{- end }}
          by-path: {{ include "c.value" (dict "context" $ "path" "other.place") | quote }}
          port: {{ $all.services.main.nodePort | quote }}
          extra: {{ tpl (default "" $all.extraText) . | quote }}
          {{- with $all.proxy }}
          proxy: {{ .host }}:{{ .port }}
          {{- end }}
          {{- if eq (toString $all.debug) "true" }}
          debug: "yes"
          {{- end }}
        === templates/tests/a.yaml
        {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: p, image: "example/p:1"}]}}
        === templates/NOTES.txt
        {{ .Values.image.tag }}
        === given
        image: {tag: "3", tagg: "4"}
        workers: {a: {replicas: 2, nodes: [x]}}
        settings: {any: {thing: 1}}
        pods: {labels: {team: a}}
        services: {main: {port: 81, nodePort: 30081}}
        deep: {down: 1}
        colour: red
        redLevel: 4
        other: {place: b}
        extraText: "{{ .Values.usedByText }}"
        usedByText: d
        proxy: {host: a, port: 1}
        debug: true
        cache: {size: 2}
        absent: {enabled: false, any: 1}
        tags: {fast: true}
        global: {zone: x}
        onlyInSchema: a
        _anchors: &a {x: 1}
        x-more: {y: 1}
        setings: {x: 1}
        === true
        [WARNING] image.tagg: unused: no template uses this value; the chart knows image.tag
        [WARNING] setings: unused: no template uses this value; the chart knows settings
        [WARNING] Chart.yaml: K-128: absent may be any version
        """;

    /// <summary>A library that is not there brings more values by a template; what is not explained is told all the same.</summary>
    public const string Loaded = """
        === Chart.yaml
        apiVersion: v2
        name: c
        version: 1.0.0
        dependencies:
        - {name: common, version: 4.x.x, repository: "https://library.example.com"}
        === values.yaml
        # See the library for all of them.

        image:
          repository: example/a

        env: {}
        === templates/common.yaml
        {{ include "common.values.init" . }}
        # {{ .Values.image.repository }}
        port: {{ .Values.service.port }} {{ .Values.controller.kind }}
        {{ include "common.all" . }}
        === templates/NOTES.txt
        Installed.
        === templates/tests/a.yaml
        {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: p, image: "example/p:1"}]}}
        === true
        [WARNING] values.yaml:6: K-122: env has no comment
        [WARNING] Chart.yaml: K-128: common may be any version
        """;
}
