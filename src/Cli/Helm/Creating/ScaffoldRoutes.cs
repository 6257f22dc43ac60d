namespace SecretsKit.Cli.Helm.Creating;

/// <summary>How requests reach the application.</summary>
internal static class ScaffoldRoutes
{
    /// <summary>service.yaml.</summary>
    public const string Service = """
        apiVersion: v1
        kind: Service
        metadata:
          name: {{ include "@NAME@.fullname" . }}
          labels:
            {{- include "@NAME@.labels" . | nindent 4 }}
        spec:
          type: {{ .Values.service.type }}
          selector:
            {{- include "@NAME@.selectorLabels" . | nindent 4 }}
          ports:
            - name: http
              port: {{ .Values.service.port }}
              targetPort: http
              protocol: TCP
        """;

    /// <summary>ingress.yaml.</summary>
    public const string Ingress = """
        {{- if .Values.ingress.enabled }}
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: {{ include "@NAME@.fullname" . }}
          labels:
            {{- include "@NAME@.labels" . | nindent 4 }}
          {{- with .Values.ingress.annotations }}
          annotations:
            {{- toYaml . | nindent 4 }}
          {{- end }}
        spec:
          {{- with .Values.ingress.className }}
          ingressClassName: {{ . }}
          {{- end }}
          {{- with .Values.ingress.tls }}
          tls:
            {{- toYaml . | nindent 4 }}
          {{- end }}
          rules:
            {{- range .Values.ingress.hosts }}
            - host: {{ .host | quote }}
              http:
                paths:
                  {{- range .paths }}
                  - path: {{ .path }}
                    pathType: {{ .pathType | default "Prefix" }}
                    backend:
                      service:
                        name: {{ include "@NAME@.fullname" $ }}
                        port:
                          name: http
                  {{- end }}
            {{- end }}
        {{- end }}
        """;

    /// <summary>httproute.yaml.</summary>
    public const string HttpRoute = """
        {{- if .Values.httpRoute.enabled }}
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata:
          name: {{ include "@NAME@.fullname" . }}
          labels:
            {{- include "@NAME@.labels" . | nindent 4 }}
          {{- with .Values.httpRoute.annotations }}
          annotations:
            {{- toYaml . | nindent 4 }}
          {{- end }}
        spec:
          parentRefs:
            {{- toYaml .Values.httpRoute.parentRefs | nindent 4 }}
          {{- with .Values.httpRoute.hostnames }}
          hostnames:
            {{- toYaml . | nindent 4 }}
          {{- end }}
          rules:
            {{- range .Values.httpRoute.rules }}
            - backendRefs:
                - name: {{ include "@NAME@.fullname" $ }}
                  port: {{ $.Values.service.port }}
              {{- with .matches }}
              matches:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              {{- with .filters }}
              filters:
                {{- toYaml . | nindent 8 }}
              {{- end }}
            {{- end }}
        {{- end }}
        """;

    /// <summary>tests/test-connection.yaml.</summary>
    public const string ConnectionTest = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{ include "@NAME@.fullname" . }}-test-connection
          labels:
            {{- include "@NAME@.labels" . | nindent 4 }}
          annotations:
            helm.sh/hook: test
        spec:
          restartPolicy: Never
          containers:
            - name: ask
              image: busybox:1.36
              command: [wget, -q, -O, "-"]
              args: ["http://{{ include "@NAME@.fullname" . }}:{{ .Values.service.port }}/"]
        """;

    /// <summary>NOTES.txt.</summary>
    public const string Notes = """
        {{ .Chart.Name }} is installed as {{ .Release.Name }} in {{ .Release.Namespace }}.
        {{- if .Values.ingress.enabled }}
        It answers at:
        {{- range .Values.ingress.hosts }}
          http{{ if $.Values.ingress.tls }}s{{ end }}://{{ .host }}
        {{- end }}
        {{- else if .Values.httpRoute.enabled }}
        It answers at:
        {{- range .Values.httpRoute.hostnames }}
          http://{{ . }}
        {{- end }}
        {{- else }}
        To look at it from here:
          kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "@NAME@.fullname" . }} 8080:{{ .Values.service.port }}
        and open http://127.0.0.1:8080
        {{- end }}
        """;
}
