using System.Security.Cryptography;
using System.Text;
using SecretsKit.Charts.Linting;
using SecretsKit.Charts.Linting.Advice;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;

namespace SecretsKit.Tests.Charts.Linting;

/// <summary>What lint tells of a chart only when it is asked for advice.</summary>
public sealed class ChartAdvisorTests : IDisposable
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: ";

    private readonly string _folder = Directory.CreateTempSubdirectory("advice-").FullName;

    public ChartAdvisorTests() => Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>P-110.</summary>
    [Theory]
    [InlineData("nginx", "K-110: image \"nginx\" has no tag")]
    [InlineData("host:5000/nginx", "K-110: image \"host:5000/nginx\" has no tag")]
    [InlineData("nginx:latest", "K-110: image \"nginx:latest\" has the tag latest, which moves")]
    [InlineData("host:5000/nginx:1.27", null)]
    [InlineData("nginx@sha256:abc", null)]
    public void Names_images_whose_tag_moves_P_110(string image, string? expected)
    {
        Write("templates/a.yaml", Pod + image + "\n");
        Assert.Equal(expected is null ? [] : [$"[WARNING] c/templates/a.yaml: {expected}"], Advise());
    }

    /// <summary>P-120.</summary>
    [Theory]
    [InlineData("a: 1\nrollme: {{ randAlphaNum 12 }}\n", "line 2")]
    [InlineData("at: {{ now | date \"2006-01-02\" }}\nb: 1\n{{ uuidv4 }}", "line 1, 3")]
    [InlineData("a: {{ .Release.Name }}\n", null)]
    public void Names_lines_that_change_with_each_rendering_P_120(string template, string? lines)
    {
        Write("templates/a.yaml", template);
        Assert.Equal(lines is null ? [] : [$"[WARNING] c/templates/a.yaml: K-120: the output changes with each rendering: {lines}"], Advise());
    }

    [Fact]
    public void Names_secrets_in_plain_text_without_quoting_them()
    {
        Write("values.yaml", "db:\n  password: hunter2-Xk29fLq8\n");
        var advice = Assert.Single(Advise());
        Assert.StartsWith("[WARNING] values.yaml:2: plaintext: ", advice, StringComparison.Ordinal);
        Assert.Contains("db.password", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_values_that_no_template_uses_and_what_was_probably_meant()
    {
        Write("values.yaml", "image:\n  tag: \"1\"\nextra: {}\n");
        Write("templates/_h.tpl", "{{ .Values.image.tag }}{{ toYaml .Values.extra }}{{ .Values.undeclared }}");
        Assert.Equal(
            [
                "[WARNING] image.tga: unused: no template uses this value; the chart knows image.tag",
                "[WARNING] nobody: unused: no template uses this value",
            ],
            Advise("image: {tga: 2}\nextra: {anything: 1}\nundeclared: 1\nnobody: 1\nglobal: {a: 1}\n"));
    }

    /// <summary>P-122, P-229: values that have no effect are told, those that have one never, however a chart gets at them.</summary>
    [Theory]
    [InlineData("{{ toYaml .Values.labels }}", "labels: {apps: x}", null)]
    [InlineData("{{ range $k, $v := .Values.labels }}{{ $k }}{{ end }}", "labels: {apps: x}", null)]
    [InlineData("{{ toYaml .Values }}", "replicas: 3", null)]
    [InlineData("{{ include \"all\" (dict \"v\" .Values) }}{{ define \"all\" }}{{ toYaml .v }}{{ end }}", "replicas: 3", null)]
    [InlineData("{{ if .Values.off }}{{ include \"all\" .Values }}{{ end }}{{ define \"all\" }}{{ toYaml . }}{{ end }}", "replicas: 3", null)]
    [InlineData("{{ index .Values \"re-plicas\" }}{{ index .Values \"image\" \"tog\" }}", "re-plicas: 3\nimage: {tog: 1}", null)]
    [InlineData("{{ with .Values.image }}{{ .pull }}{{ end }}", "image: {pull: 1}", null)]
    [InlineData("{{ $i := .Values.image }}{{ if $i.off }}{{ $i.tog }}{{ end }}", "image: {tog: 1}", null)]
    [InlineData("{{ tpl .Values.text . }}", "text: '{{ .Values.inner }}'\ninner: 1", null)]
    [InlineData("{{ .Values.global.region }}", "global: {region: x, zone: y}", null)]
    [InlineData("{{ get .Values (printf \"%sPort\" \"web\") }}", "webPort: 1", null)]
    [InlineData("{{ if .Values.off }}{{ get .Values (printf \"%sPort\" \"web\") }}{{ end }}", "webPort: 1", null)]
    [InlineData("{{ tpl (.Files.Get \"conf.tpl\") . }}", "fromFile: 1", null)]
    [InlineData("a: 1", "nodePort: 30080", null)]
    [InlineData("a: 1", "subEnabled: true\nkid: {enabled: true}", null)]
    [InlineData("a: 1", "kid: {size: 3}", null)]
    [InlineData("replicas: {{ .Values.count }}", "replicas: 3", "replicas: unused: no template uses this value")]
    [InlineData("{{ with .Values.image }}{{ .tag }}{{ end }}", "image: {tga: 1}", "image.tga: unused: no template uses this value; the chart knows image.tag")]
    [InlineData("{{ .Values.autoscaling.minReplicas }}", "autoscaling: {minReplica: 1}", "autoscaling.minReplica: unused: no template uses this value; the chart knows autoscaling.minReplicas")]
    [InlineData("{{ .Values.image.nothere.deep }}", "imge: {tag: 1}", "imge: unused: no template uses this value; the chart knows image")]
    [InlineData("a: 1", "kid: {sizes: 3}", "kid.sizes: unused: no template uses this value; the chart knows kid.size")]
    public void Values_without_effect_are_told_and_no_others(string template, string given, string? expected)
    {
        Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n- {name: kid, version: 1.0.0, condition: 'kid.enabled,subEnabled'}\n");
        Write("charts/kid/Chart.yaml", "apiVersion: v2\nname: kid\nversion: 1.0.0\n");
        Write("charts/kid/values.yaml", "size: 1\n");
        Write("charts/kid/templates/k.yaml", "size: {{ .Values.size }}\n");
        Write("values.yaml", "image:\n  tag: \"1\"\n# service:\n#   nodePort: 30080\nlabels: {app: a}\nautoscaling: {on: false}\noff: false\n");
        Write("conf.tpl", "{{ .Values.fromFile }}");
        Write("templates/t.yaml", template);
        Assert.Equal(expected is null ? [] : ["[WARNING] " + expected], Advise(given, ["unused"]));
    }

    [Fact]
    public void Leaves_out_rules_that_are_off()
    {
        Write("templates/a.yaml", Pod + "nginx\n");
        Assert.Empty(Advise(rules: ["K-120"]));
    }

    private List<string> Advise(string values = "", IReadOnlyCollection<string>? rules = null)
    {
        var request = new LintRequest
        {
            Path = _folder,
            FullPath = _folder,
            Values = ValuesText.Read(Encoding.UTF8.GetBytes(values), HelmGeneration.V4),
            Namespace = "default",
            Clock = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
        };
        return [.. new ChartAdvisor(HelmGeneration.V4).Advise(request, [], rules ?? ChartAdvisor.Rules, TestContext.Current.CancellationToken).Select(message => message.ToString())];
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
