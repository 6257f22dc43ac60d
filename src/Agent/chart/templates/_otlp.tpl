{{- define "agent.otlpEnv" -}}
{{- with .Values.otlp }}
{{- if ne .protocol "http/protobuf" }}
- {name: OTEL_EXPORTER_OTLP_PROTOCOL, value: {{ .protocol | quote }}}
{{- end }}
{{- if .headersSecret.name }}
- name: OTEL_EXPORTER_OTLP_HEADERS
  valueFrom:
    secretKeyRef: {name: {{ .headersSecret.name }}, key: {{ .headersSecret.key }}}
{{- end }}
{{- if lt (float64 .sampleRatio) 1.0 }}
- {name: OTEL_TRACES_SAMPLER, value: parentbased_traceidratio}
- {name: OTEL_TRACES_SAMPLER_ARG, value: {{ .sampleRatio | quote }}}
{{- end }}
{{- end }}
- name: POD_NAME
  valueFrom:
    fieldRef: {fieldPath: metadata.name}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: {{ include "agent.otlpAttributes" . | quote }}
{{- end }}

{{- define "agent.otlpAttributes" -}}
k8s.namespace.name={{ .Release.Namespace }},k8s.pod.name=$(POD_NAME)
{{- range $name, $value := .Values.otlp.resourceAttributes }},{{ $name }}={{ $value | toString | urlquery | replace "+" "%20" }}{{ end }}
{{- end }}

{{- define "agent.otlpPort" -}}
{{- $url := urlParse .Values.otlp.endpoint }}
{{- $port := regexFind ":[0-9]+$" $url.host }}
{{- if $port }}{{ trimPrefix ":" $port }}{{ else if eq $url.scheme "https" }}443{{ else }}80{{ end }}
{{- end }}
