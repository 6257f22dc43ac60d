{{- define "agent.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "agent.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "agent.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "agent.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "agent.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride }}
{{- end }}

{{- define "agent.selector" -}}
app.kubernetes.io/name: {{ include "agent.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "agent.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "agent.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "agent.account" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "agent.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- /* The one namespace that is served; nothing for all. */ -}}
{{- define "agent.scope" -}}
{{- $watched := uniq .Values.watchNamespaces -}}
{{- if gt (len $watched) 1 -}}
{{- fail "watchNamespaces: an agent serves one namespace, or all: make a release for each, with scopedNamespace" -}}
{{- else if and $watched .Values.scopedNamespace (ne (first $watched) .Values.scopedNamespace) -}}
{{- fail "watchNamespaces: scopedNamespace names another namespace: keep one of them" -}}
{{- end -}}
{{- if .Values.scopedNamespace }}{{ .Values.scopedNamespace }}
{{- else if $watched }}{{ first $watched }}
{{- else if .Values.scopedRBAC }}{{ include "agent.namespace" . }}
{{- end -}}
{{- end }}

{{- define "agent.isScoped" -}}
{{- if or .Values.scopedRBAC .Values.watchNamespaces }}true{{ end }}
{{- end }}

{{- define "agent.servesClusterStores" -}}
{{- if and .Values.processClusterStore .Values.crds.createClusterSecretStore (not (include "agent.isScoped" .)) }}true{{ end }}
{{- end }}

{{- define "agent.lease" -}}
{{- default "external-secrets-controller" .Values.leaderElectionID }}
{{- end }}

{{- /* Where probes are answered. Older charts of the reference name the port below httpGet alone. */ -}}
{{- define "agent.livePort" -}}
{{- $port := int .Values.livenessProbe.spec.port -}}
{{- $probed := int (dig "httpGet" "port" 0 .Values.livenessProbe.spec) -}}
{{- if and (eq $port 8082) $probed }}{{ $probed }}{{ else }}{{ $port }}{{ end }}
{{- end }}

{{- define "agent.isOpenShift" -}}
{{- if .Capabilities.APIVersions.Has "security.openshift.io/v1" }}true{{ end }}
{{- end }}

{{- /* OpenShift gives users and groups of its own, and refuses others. */ -}}
{{- define "agent.adaptsSecurity" -}}
{{- $mode := .Values.global.compatibility.openshift.adaptSecurityContext -}}
{{- if or (eq $mode "force") (and (eq $mode "auto") (include "agent.isOpenShift" .)) }}true{{ end }}
{{- end }}

{{- /* The image of External Secrets Operator in a values file of its chart: its default counts as none, another has to be replaced. */ -}}
{{- define "agent.image" -}}
{{- $name := default .Values.image.repository .Values.global.repository -}}
{{- $isTheirs := regexMatch "/external-secrets$" $name -}}
{{- if has $name (list "ghcr.io/external-secrets/external-secrets" "oci.external-secrets.io/external-secrets/external-secrets") -}}
secretskit-agent:{{ .Chart.AppVersion }}
{{- else if $isTheirs -}}
{{- fail (printf "image.repository: %s is the image of External Secrets Operator: name that of secretskit-agent" $name) -}}
{{- else if and (eq $name "secretskit-agent") (hasPrefix "v" .Values.image.tag) -}}
{{- fail (printf "image.tag: %s is a version of External Secrets Operator: drop it, or name the image, too" .Values.image.tag) -}}
{{- else -}}
{{ $name }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end }}
