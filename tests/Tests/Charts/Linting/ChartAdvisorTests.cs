using System.Text;
using SecretsKit.Charts.Values;

namespace SecretsKit.Tests.Charts.Linting;

/// <summary>What lint tells of a chart only when it is asked for advice.</summary>
public sealed class ChartAdvisorTests : IDisposable
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: ";

    private readonly AdviceFolder _chart = new();

    public void Dispose() => _chart.Dispose();

    /// <summary>P-110.</summary>
    [Theory]
    [InlineData("nginx", "K-110: image \"nginx\" has no tag")]
    [InlineData("host:5000/nginx", "K-110: image \"host:5000/nginx\" has no tag")]
    [InlineData("nginx:latest", "K-110: image \"nginx:latest\" has the tag latest, which moves")]
    [InlineData("host:5000/nginx:1.27", null)]
    [InlineData("nginx@sha256:abc", null)]
    [InlineData("'nginx:'", "K-110: image \"nginx:\" has no tag")]
    [InlineData("nginx:main", "K-110: image \"nginx:main\" has the tag main, which moves")]
    [InlineData("nginx:latest-alpine", "K-110: image \"nginx:latest-alpine\" has the tag latest-alpine, which moves")]
    [InlineData("nginx:1.27.0-rc.1", null)]
    [InlineData("nginx:8f14e45fceea167a5a36dedd4bea2543e5e3a1d2", null)]
    [InlineData("auto", null)]
    [InlineData("''", null)]
    public void Names_images_whose_tag_moves_P_110(string image, string? expected)
    {
        Write("templates/a.yaml", Pod + image + "\n");
        Assert.Equal(expected is null ? [] : [$"[WARNING] c/templates/a.yaml: {expected}"], Advise(rules: ["K-110"]));
    }

    /// <summary>P-120.</summary>
    [Theory]
    [InlineData("a: {{ $s := lookup \"v1\" \"Secret\" \"n\" \"s\" }}{{ if $s }}{{ $s.data.p }}{{ else }}{{ randAlphaNum 9 }}{{ end }}\n")]
    [InlineData("a: {{ include \"kept\" . }}\n")]
    public void What_a_cluster_may_keep_is_no_more_than_noted_P_120(string template)
    {
        Write("templates/_h.tpl", "{{ define \"kept\" }}{{ with lookup \"v1\" \"Secret\" \"n\" \"s\" }}{{ .data.p }}{{ else }}{{ " +
            "randAlphaNum 9 }}{{ end }}{{ end }}");
        Write("templates/a.yaml", template);
        Write("templates/b.yaml", "b: {{ randAlphaNum 9 }}\n");
        Assert.Equal(
            [
                "[INFO] c/templates/a.yaml: K-120: the output changes with each rendering that finds nothing by lookup, as this one: " +
                "line 1",
                "[WARNING] c/templates/b.yaml: K-120: the output changes with each rendering: line 1; to keep it, take it from " +
                "values, or look up what is there",
            ],
            Advise(rules: ["K-120"]));
    }

    /// <summary>P-120: a lookup somewhere in the chart protects nothing.</summary>
    [Theory]
    [InlineData("a: {{ include \"drawn\" . }}\n", "WARNING")]
    [InlineData("a: {{/* lookup */}}{{ randAlphaNum 9 }}\n", "WARNING")]
    [InlineData("other: {{ include \"found\" . | quote }}\na: {{ randAlphaNum 9 }}\n", "WARNING")]
    [InlineData("{{ $p := include \"found\" . }}a: {{ $p | default (randAlphaNum 9) }}\n", "INFO")]
    [InlineData("a: {{ if include \"found\" . }}x{{ else }}{{ randAlphaNum 9 }}{{ end }}\n", "INFO")]
    [InlineData("a: {{ include \"found\" . | default (genPrivateKey \"ecdsa\") | sha256sum }}\n", "INFO")]
    [InlineData("a: {{ include \"outer\" . }}\n", "INFO")]
    [InlineData("a: {{ randAlphaNum 9 }}{{ include (print $.Template.BasePath \"/b.yaml\") . }}\n", "WARNING")]
    [InlineData("a: {{ randAlphaNum 9 }}{{ include (printf \"%s\" \"kept\") . }}\n", "INFO")]
    public void Only_a_lookup_on_the_way_to_the_line_may_keep_it_P_120(string template, string level)
    {
        Write("templates/_h.tpl", "{{ define \"kept\" }}{{ with lookup \"v1\" \"Secret\" \"n\" \"s\" }}{{ .data.p }}{{ else }}{{ "
            + "randAlphaNum 9 }}{{ end }}{{ end }}{{ define \"drawn\" }}{{ randAlphaNum 9 }}{{ end }}"
            + "{{ define \"outer\" }}{{ include \"kept\" . }}{{ end }}"
            + "{{ define \"found\" }}{{ with lookup \"v1\" \"ConfigMap\" \"n\" \"c\" }}{{ .data.p }}{{ end }}{{ end }}");
        Write("templates/a.yaml", template);
        Write("templates/b.yaml", "b: 1\n");
        Assert.StartsWith($"[{level}] c/templates/a.yaml: K-120", Assert.Single(Advise(rules: ["K-120"])), StringComparison.Ordinal);
    }

    /// <summary>P-120, P-229: keys whose randomness is the platform's.</summary>
    [Theory]
    [InlineData("{{ genPrivateKey \"ecdsa\" | b64enc }}")]
    [InlineData("{{ (genCA \"ca\" 365).Key | b64enc }}")]
    [InlineData("{{ (genSelfSignedCert \"a\" nil nil 365).Cert | b64enc }}")]
    public void Keys_change_with_each_rendering_and_do_not_hide_values_that_nothing_uses_P_120(string action)
    {
        Write("values.yaml", "replicas: 1\n");
        Write("templates/a.yaml", $"a: {action}\nb: {{{{ .Values.replicas }}}}\n");
        Assert.StartsWith(
            "[WARNING] c/templates/a.yaml: K-120: the output changes with each rendering: line 1",
            Assert.Single(Advise(rules: ["K-120"])),
            StringComparison.Ordinal);
        Assert.Equal(
            ["[WARNING] replicsa: unused: no template uses this value; the chart knows replicas"], Advise("replicsa: 2", ["unused"]));
    }

    /// <summary>P-110.</summary>
    [Fact]
    public void Names_images_of_lists_jobs_and_custom_resources_P_110()
    {
        Write("templates/a.yaml", """
            kind: List
            items:
            - {apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {initContainers: [{image: one}]}}}}}}
            - {apiVersion: x/v1, kind: Web, spec: {pod: {containers: [{image: "two:latest"}]}}}
            - {kind: ConfigMap, data: {pod.yaml: "containers: [{image: three}]"}}
            """);
        Assert.Equal(["one", "two:latest"], Advise(rules: ["K-110"]).Select(message => message.Split('"')[1]));
    }

    /// <summary>P-120.</summary>
    [Theory]
    [InlineData("a: 1\nrollme: {{ randAlphaNum 12 }}\n", "line 2")]
    [InlineData("at: {{ now | date \"2006-01-02\" }}\nb: 1\n{{ uuidv4 }}", "line 1, 3")]
    [InlineData("a: {{ .Release.Name }}\n", null)]
    [InlineData("a: {{ randAlpha 4 | lower | trunc 0 }}\nb: {{ \"x\" | sha256sum }}\n", null)]
    public void Names_lines_that_change_with_each_rendering_P_120(string template, string? lines)
    {
        Write("templates/a.yaml", template);
        Assert.Equal(
            lines is null ? [] : [$"[WARNING] c/templates/a.yaml: K-120: the output changes with each rendering: {lines}; to keep it, " +
                "take it from values, or look up what is there"],
            Advise());
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

    /// <summary>P-229: values that have no effect are told, those that have one never, however a chart gets at them.</summary>
    [Theory]
    [InlineData("{{ toYaml .Values.labels }}", "labels: {apps: x}", null)]
    [InlineData("{{ range $k, $v := .Values.labels }}{{ $k }}{{ end }}", "labels: {apps: x}", null)]
    [InlineData("{{ toYaml .Values }}", "replicas: 3", null)]
    [InlineData("{{ include \"all\" (dict \"v\" .Values) }}{{ define \"all\" }}{{ toYaml .v }}{{ end }}", "replicas: 3", null)]
    [InlineData(
        "{{ if .Values.off }}{{ include \"all\" .Values }}{{ end }}{{ define \"all\" }}{{ toYaml . }}{{ end }}", "replicas: 3", null)]
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
    [InlineData("{{ index .Values \"a-b\" \"c-d\" }}{{ (index $.Values \"x-y\").z | default 1 }}", "a-b: {c-d: 2}\nx-y: {z: 1}", null)]
    [InlineData("{{ dig \"m\" \"n-o\" 1 .Values.AsMap }}{{ get .Values \"h-h\" }}", "m: {n-o: 2}\nh-h: 1", null)]
    [InlineData(
        "{{ range $n, $s := .Values.services }}{{ $v := mergeOverwrite (deepCopy $.Values.labels) $s }}{{ $v.app }}{{ end }}",
        "services: {web: {app: x, apq: y}}",
        null)]
    [InlineData("{{ $all := .Values | merge (dict \"x\" 1) }}{{ $all.x }}{{ $all.own }}", "own: 1", null)]
    [InlineData("{{ include \"i\" (dict \"root\" .Values.image \"v\" .Values) }}{{ define \"i\" }}{{ .root.tag }}{{ with .root.digest " +
        "}}{{ . }}{{ end }}{{ .v.preset }}{{ end }}", "image: {digest: x}\npreset: nano", null)]
    [InlineData("{{ if .Values.off }}{{ include \"i\" (dict \"v\" .Values \"root\" $) }}{{ end }}{{ define \"i\" }}{{ get .v (printf " +
        "\"%sPort\" \"web\") }}{{ end }}", "webPort: 1", null)]
    [InlineData("{{ range .Values.sidecars }}{{ tpl (toYaml .) $ }}{{ end }}", "sidecars: [{name: '{{ .Values.inner }}'}]\ninner: 1", null)]
    [InlineData("{{ with .Values.image }}{{ range $.Values.hosts }}{{ .name }}{{ end }}{{ end }}", "hosts: [{name: a, nams: b}]", null)]
    [InlineData("a: 1", "_anchors: &a {b: 1}\nx-common: 1", null)]
    [InlineData(
        "a: {{ .Values.defaults }}",
        "defaults: {a: 1}\ndefalts: {a: 1}",
        "defalts: unused: no template uses this value; the chart knows defaults")]
    [InlineData("{{ index .Values \"a-b\" }}", "a-bb: 1", "a-bb: unused: no template uses this value; the chart knows a-b")]
    [InlineData("{{ if .Values.off }}{{ toYaml .Values.labels }}{{ end }}", "labels: {apps: x, appe: y}", null)]
    [InlineData("{{ if .Values.off }}{{ range $k, $v := .Values.labels }}{{ $k }}{{ end }}{{ end }}", "labels: {ap: x}", null)]
    [InlineData("a: 1", "kid: {grand: {deep: 2}}", null)]
    [InlineData("a: 1", "kid: {grand: {deeep: 2}}", "kid.grand.deeep: unused: no template uses this value; the chart knows kid.grand.deep")]
    [InlineData("a: 1", "kid: {madeUp: 2}", null)]
    [InlineData("a: 1", "size: 3", "size: unused: no template uses this value; the chart knows kid.size")]
    [InlineData("{{ if .Values.off }}{{ .Values.size }}{{ end }}", "size: 3", null)]
    [InlineData("a: 1", "kidd: {size: 3}", "kidd: unused: no template uses this value; the chart knows kid")]
    [InlineData(
        "{{ include \"i\" (dict \"v\" .Values) }}{{ define \"i\" }}{{ .v.resourcesPreset }}{{ end }}",
        "resourcesPrest: 1",
        "resourcesPrest: unused: no template uses this value; the chart knows resourcesPreset")]
    [InlineData("replicas: {{ .Values.count }}", "replicas: 3", "replicas: unused: no template uses this value")]
    [InlineData(
        "{{ with .Values.image }}{{ .tag }}{{ end }}",
        "image: {tga: 1}",
        "image.tga: unused: no template uses this value; the chart knows image.tag")]
    [InlineData(
        "{{ .Values.autoscaling.minReplicas }}",
        "autoscaling: {minReplica: 1}",
        "autoscaling.minReplica: unused: no template uses this value; the chart knows autoscaling.minReplicas")]
    [InlineData("{{ .Values.image.nothere.deep }}", "imge: {tag: 1}", "imge: unused: no template uses this value; the chart knows image")]
    [InlineData("a: 1", "kid: {sizes: 3}", "kid.sizes: unused: no template uses this value; the chart knows kid.size")]
    public void Values_without_effect_are_told_and_no_others(string template, string given, string? expected)
    {
        Write(
            "Chart.yaml",
            "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n- {name: kid, version: 1.0.0, condition: 'kid.enabled,subEnabled'}\n");
        Write("charts/kid/Chart.yaml", "apiVersion: v2\nname: kid\nversion: 1.0.0\n");
        Write("charts/kid/values.yaml", "size: 1\n");
        Write(
            "charts/kid/templates/k.yaml", "size: {{ .Values.size }}{{ if false }}{{ get .Values (printf \"made%s\" \"Up\") }}{{ end }}\n");
        Write("charts/kid/charts/grand/Chart.yaml", "apiVersion: v2\nname: grand\nversion: 1.0.0\n");
        Write("charts/kid/charts/grand/values.yaml", "deep: 1\n");
        Write("charts/kid/charts/grand/templates/k.yaml", "deep: {{ .Values.deep }}\n");
        Write(
            "values.yaml",
            "image:\n  tag: \"1\"\n# service:\n#   nodePort: 30080\nlabels: {app: a}\nautoscaling: {on: false}\noff: false\n");
        Write("conf.tpl", "{{ .Values.fromFile }}");
        Write("templates/t.yaml", template);
        Assert.Equal(expected is null ? [] : ["[WARNING] " + expected], Advise(given, ["unused"]));
    }

    /// <summary>P-229.</summary>
    [Fact]
    public void Names_the_aliases_of_a_dependency_that_goes_by_them_P_229()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.0.0, alias: primary}\n- " +
            "{name: db, version: 1.0.0, alias: replica}\n");
        Write("charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n");
        Write("charts/db/values.yaml", "size: 1\n");
        Write("charts/db/templates/k.yaml", "size: {{ .Values.size }}\n");
        Assert.Equal(
            ["[WARNING] db: unused: no template uses this value; the chart knows this dependency as primary, replica"],
            Advise("db: {size: 2}\nprimary: {size: 3}", ["unused"]));
    }

    /// <summary>P-229.</summary>
    [Fact]
    public void Values_that_hold_anchors_for_others_of_their_file_are_not_told_of_P_229()
    {
        const string Text = "base: &base {size: 1}\nlist:\n- &one 1\nimage: {<<: *base}\n";
        Write("values.yaml", "image: {}\n");
        Write("templates/t.yaml", "{{ toYaml .Values.image }}");
        Assert.Equal(2, Advise("base: {size: 1}\nlist: [1]", ["unused"]).Count);
        Assert.Empty(_chart.Advise(Text, ["unused"], files: new ValuesFile("v.yaml", Encoding.UTF8.GetBytes(Text), IsSecret: false)));
    }

    [Fact]
    public void Leaves_out_rules_that_are_off()
    {
        Write("templates/a.yaml", Pod + "nginx\n");
        Assert.Empty(Advise(rules: ["K-120"]));
    }

    private List<string> Advise(string values = "", IReadOnlyCollection<string>? rules = null) => _chart.Advise(values, rules);

    private void Write(string name, string text) => _chart.Write(name, text);
}
