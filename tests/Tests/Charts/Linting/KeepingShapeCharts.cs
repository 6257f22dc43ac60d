namespace SecretsKit.Tests.Charts.Linting;

/// <summary>Charts that keep what they drew, and take more of everything, or do not, as in <see cref="ShapeCharts"/>.</summary>
internal static class KeepingShapeCharts
{
    /// <summary>Names made of parts, values before the lookup, what is drawn into a dict, hooks; tables that become variables.</summary>
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
        {{- if $given }}{{ $given | b64enc }}
        {{- else if hasKey $data .key }}{{ index $data .key }}{{ else }}{{ randAlphaNum 20 | b64enc }}{{ end }}
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
        apiVersion: v1
        kind: Secret
        metadata: {name: {{ $name }}}
        type: kubernetes.io/tls
        data: {tls.crt: {{ $crt }}, tls.key: {{ $key }}}
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
}
