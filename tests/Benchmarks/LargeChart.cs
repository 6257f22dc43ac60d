using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Benchmarks;

/// <summary>A made-up monitoring stack in the manner of public charts: rules and dashboards as text, deployments with helpers.</summary>
internal static class LargeChart
{
    private const int Templates = 120;
    private const int Helpers = 40;
    private const int Rules = 24;

    private const string Workload = """
        {{- if .Values.componentN.enabled }}
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ include "stack.fullname" . }}-N
          namespace: {{ default .Release.Namespace .Values.namespaceOverride }}
          labels:
            {{- include "stack.labels" (dict "context" $ "component" "componentN") | nindent 4 }}
            {{- with .Values.componentN.labels }}
            {{- toYaml . | nindent 4 }}
            {{- end }}
        spec:
          {{- if not .Values.componentN.autoscaling }}
          replicas: {{ .Values.componentN.replicas | default 1 }}
          {{- end }}
          template:
            spec:
              containers:
                {{- range $i, $c := .Values.componentN.containers }}
                - name: {{ $c.name | quote }}
                  image: {{ printf "%s/%s:%s" $c.registry $c.repository ($c.tag | default $.Values.tag) }}
                  {{- if $c.args }}
                  args:
                    {{- range $c.args }}
                    - {{ tpl . $ | quote }}
                    {{- end }}
                  {{- end }}
                  env:
                    {{- range $k, $v := $c.env }}
                    - name: {{ $k }}
                      value: {{ $v | quote }}
                    {{- end }}
                  ports:
                    - containerPort: {{ add 8000 $i }}
                  {{- with $c.resources }}
                  resources: {{- toYaml . | nindent 20 }}
                  {{- end }}
                {{- else }}
                []
                {{- end }}
              {{- if and .Values.componentN.tolerations (gt (len .Values.componentN.tolerations) 0) }}
              tolerations: {{- toYaml .Values.componentN.tolerations | nindent 8 }}
              {{- end }}
              serviceAccountName: {{ include "stack.helperN" . }}
        {{- end }}

        """;

    private const string Rule = """
            - alert: {{ $.Values.prefix }}RuleNxM
              annotations:
                description: 'Value {{ "{{" }} $value | humanizePercentage {{ "}}" }} of {{ `{{ $labels.instance }}` }} is too high.'
                {{- if .Values.runbookUrl }}
                runbook_url: {{ .Values.runbookUrl }}/ruleNxM
                {{- end }}
              expr: sum(rate(errors_total{job="{{ $.Release.Name }}"}[5m])) by (instance) / sum(rate(requests_total[5m])) > 0.0M
              for: {{ dig "ruleNxM" "for" "15m" .Values.rules }}
              labels:
                severity: {{ .Values.severity | default "warning" }}

        """;

    public static FunctionTable Functions { get; } = Table();

    public static List<(string Name, byte[] Text)> Files()
    {
        var files = new List<(string, byte[])> { ("stack/templates/_helpers.tpl", Encoding.UTF8.GetBytes(HelperText())) };
        for (var n = 0; n < Templates; n++)
        {
            var text = new StringBuilder(Fill(Workload, n, 0))
                .Append("---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n    rules:\n");
            for (var m = 0; m < Rules / 3; m++)
            {
                text.Append(Fill(Rule, n, m));
            }

            files.Add(($"stack/templates/file{n}.yaml", Encoding.UTF8.GetBytes(text.ToString())));
        }

        return files;
    }

    public static Value Data()
    {
        List<(string, Value)> values =
        [
            ("tag", Value.Of("1.2.3")), ("prefix", Value.Of("Stack")), ("runbookUrl", Value.Of("https://runbooks.example.com")),
            ("rules", Map()), ("nameOverride", Value.Of("")), ("severity", Value.Nil), (
                "commonLabels", Map(("team", Value.Of("ops")), ("tier", Value.Of("infra")))),
        ];
        for (var n = 0; n < Templates; n++)
        {
            values.Add(($"component{n}", Component(n)));
        }

        return Map(
            ("Values", Map([.. values])),
            ("Release", Map(("Name", Value.Of("release")), ("Namespace", Value.Of("monitoring")), ("Service", Value.Of("Helm")))),
            ("Chart", Map(("Name", Value.Of("stack")), ("Version", Value.Of("55.5.0")), ("AppVersion", Value.Of("v0.70.0")))));
    }

    private static Value Component(int n) => Map(
        ("enabled", Value.True),
        ("replicas", Value.Float(n % 4)),
        ("labels", Map(("component", Value.Of("c" + n)), ("part", Value.Of("x")))),
        ("tolerations", Value.Of(new ListValue([Map(("key", Value.Of("node")), ("operator", Value.Of("Exists")))]))),
        ("containers", Value.Of(new ListValue([.. Enumerable.Range(0, 4).Select(Container)]))));

    private static Value Container(int i) => Map(
        ("name", Value.Of("container-" + i)),
        ("registry", Value.Of("registry.example.com")),
        ("repository", Value.Of("team/image")),
        (
            "args",
            Value.Of(
                new ListValue(
                    [Value.Of("--log-level={{ .Values.tag }}"), Value.Of("--listen=:8080"), Value.Of("--name={{ .Release.Name }}")]))),
        ("env", Map([.. Enumerable.Range(0, 12).Select(e => ("VARIABLE_" + e, Value.Of("value " + e)))])),
        (
            "resources",
            Map(("limits", Map(("cpu", Value.Of("100m")), ("memory", Value.Of("128Mi")))), ("requests", Map(("cpu", Value.Of("50m")))))));

    private static string HelperText()
    {
        var text = new StringBuilder("""
            {{- define "stack.name" -}}{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}{{- end -}}
            {{- define "stack.fullname" -}}
            {{- $name := include "stack.name" . -}}
            {{- if contains $name .Release.Name -}}{{ .Release.Name }}{{- else -}}{{ printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}{{- end -}}
            {{- end -}}
            {{- define "stack.labels" -}}
            app.kubernetes.io/name: {{ include "stack.name" .context }}
            app.kubernetes.io/component: {{ .component }}
            app.kubernetes.io/managed-by: {{ .context.Release.Service }}
            {{- if .context.Chart.AppVersion }}
            app.kubernetes.io/version: {{ .context.Chart.AppVersion | quote }}
            {{- end }}
            {{- with .context.Values.commonLabels }}
            {{ toYaml . }}
            {{- end }}
            {{- end -}}

            """);
        for (var n = 0; n < Templates; n++)
        {
            var target = n < Helpers ? "{{ include \"stack.fullname\" . }}-h" : "{{ include \"stack.helper" + (n % Helpers) + "\" . }}";
            text.Append(CultureInfo.InvariantCulture, $"{{{{- define \"stack.helper{n}\" -}}}}{target}{n}{{{{- end -}}}}\n");
        }

        return text.ToString();
    }

    private static string Fill(string text, int n, int m) => text
        .Replace("componentN", "component" + n, StringComparison.Ordinal)
        .Replace("helperN", "helper" + n, StringComparison.Ordinal)
        .Replace("NxM", $"{n}x{m}", StringComparison.Ordinal)
        .Replace("-N\n", $"-{n}\n", StringComparison.Ordinal)
        .Replace("0.0M", "0.0" + m, StringComparison.Ordinal);

    private static FunctionTable Table()
    {
        var table = new FunctionTable().AddBuiltins().AddSprig(new()).AddHelmExecution();
        YamlFunctions.AddTo(table, withMustToYaml: true);
        return table;
    }

    private static Value Map(params (string Key, Value Value)[] entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Set(new ByteString(key), value);
        }

        return Value.Of(map);
    }
}
