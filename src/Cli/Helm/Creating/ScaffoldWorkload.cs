namespace SecretsKit.Cli.Helm.Creating;

/// <summary>What runs, and the names and labels that all share.</summary>
internal static class ScaffoldWorkload
{
    /// <summary>_helpers.tpl.</summary>
    public const string Helpers = """
        {{/* The name of the application, for labels. */}}
        {{- define "@NAME@.name" -}}
        {{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
        {{- end -}}

        {{/* The name of the objects: the release's name counts, and is not repeated. 63 bytes are what DNS allows. */}}
        {{- define "@NAME@.fullname" -}}
        {{- $name := include "@NAME@.name" . -}}
        {{- $full := printf "%s-%s" .Release.Name $name -}}
        {{- if contains $name .Release.Name -}}
        {{- $full = .Release.Name -}}
        {{- end -}}
        {{- .Values.fullnameOverride | default $full | trunc 63 | trimSuffix "-" -}}
        {{- end -}}

        {{/* Labels that never change, since selectors cannot. */}}
        {{- define "@NAME@.selectorLabels" -}}
        app.kubernetes.io/name: {{ include "@NAME@.name" . }}
        app.kubernetes.io/instance: {{ .Release.Name | quote }}
        {{- end -}}

        {{/* Labels of every object. */}}
        {{- define "@NAME@.labels" -}}
        {{ include "@NAME@.selectorLabels" . }}
        {{- with .Chart.AppVersion }}
        app.kubernetes.io/version: {{ . | quote }}
        {{- end }}
        app.kubernetes.io/managed-by: {{ .Release.Service }}
        helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
        {{- end -}}

        {{/* The service account that the pods use. */}}
        {{- define "@NAME@.serviceAccountName" -}}
        {{- if .Values.serviceAccount.create -}}
        {{- .Values.serviceAccount.name | default (include "@NAME@.fullname" .) -}}
        {{- else -}}
        {{- .Values.serviceAccount.name | default "default" -}}
        {{- end -}}
        {{- end -}}
        """;

    /// <summary>deployment.yaml.</summary>
    public const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ include "@NAME@.fullname" . }}
          labels:
            {{- include "@NAME@.labels" . | nindent 4 }}
        spec:
          {{- if not .Values.autoscaling.enabled }}
          replicas: {{ .Values.replicaCount }}
          {{- end }}
          selector:
            matchLabels:
              {{- include "@NAME@.selectorLabels" . | nindent 6 }}
          template:
            metadata:
              labels:
                {{- include "@NAME@.labels" . | nindent 8 }}
                {{- with .Values.podLabels }}
                {{- toYaml . | nindent 8 }}
                {{- end }}
              {{- with .Values.podAnnotations }}
              annotations:
                {{- toYaml . | nindent 8 }}
              {{- end }}
            spec:
              serviceAccountName: {{ include "@NAME@.serviceAccountName" . }}
              {{- with .Values.imagePullSecrets }}
              imagePullSecrets:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              {{- with .Values.podSecurityContext }}
              securityContext:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              containers:
                - name: {{ .Chart.Name }}
                  image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
                  imagePullPolicy: {{ .Values.image.pullPolicy }}
                  ports:
                    - name: http
                      containerPort: {{ .Values.service.targetPort }}
                      protocol: TCP
                  {{- with .Values.livenessProbe }}
                  livenessProbe:
                    {{- toYaml . | nindent 12 }}
                  {{- end }}
                  {{- with .Values.readinessProbe }}
                  readinessProbe:
                    {{- toYaml . | nindent 12 }}
                  {{- end }}
                  {{- with .Values.resources }}
                  resources:
                    {{- toYaml . | nindent 12 }}
                  {{- end }}
                  {{- with .Values.securityContext }}
                  securityContext:
                    {{- toYaml . | nindent 12 }}
                  {{- end }}
                  {{- with .Values.extraEnvs }}
                  env:
                    {{- toYaml . | nindent 12 }}
                  {{- end }}
                  volumeMounts:
                    - name: tmp
                      mountPath: /tmp
                    {{- with .Values.volumeMounts }}
                    {{- toYaml . | nindent 12 }}
                    {{- end }}
              volumes:
                - name: tmp
                  emptyDir: {}
                {{- with .Values.volumes }}
                {{- toYaml . | nindent 8 }}
                {{- end }}
              {{- with .Values.nodeSelector }}
              nodeSelector:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              {{- with .Values.tolerations }}
              tolerations:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              {{- with .Values.affinity }}
              affinity:
                {{- toYaml . | nindent 8 }}
              {{- end }}
        """;

    /// <summary>serviceaccount.yaml.</summary>
    public const string ServiceAccount = """
        {{- if .Values.serviceAccount.create }}
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: {{ include "@NAME@.serviceAccountName" . }}
          labels:
            {{- include "@NAME@.labels" . | nindent 4 }}
          {{- with .Values.serviceAccount.annotations }}
          annotations:
            {{- toYaml . | nindent 4 }}
          {{- end }}
        automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
        {{- end }}
        """;

    /// <summary>hpa.yaml.</summary>
    public const string Autoscaler = """
        {{- if .Values.autoscaling.enabled }}
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: {{ include "@NAME@.fullname" . }}
          labels:
            {{- include "@NAME@.labels" . | nindent 4 }}
        spec:
          scaleTargetRef:
            apiVersion: apps/v1
            kind: Deployment
            name: {{ include "@NAME@.fullname" . }}
          minReplicas: {{ .Values.autoscaling.minReplicas }}
          maxReplicas: {{ .Values.autoscaling.maxReplicas }}
          metrics:
            {{- with .Values.autoscaling.targetCPUUtilizationPercentage }}
            - type: Resource
              resource:
                name: cpu
                target:
                  type: Utilization
                  averageUtilization: {{ . }}
            {{- end }}
            {{- with .Values.autoscaling.targetMemoryUtilizationPercentage }}
            - type: Resource
              resource:
                name: memory
                target:
                  type: Utilization
                  averageUtilization: {{ . }}
            {{- end }}
        {{- end }}
        """;
}
