using System.Text;
using SecretsKit.Charts.Values;

namespace SecretsKit.Tests.Charts.Linting;

/// <summary>Advice on the files of a chart and on values files: rows K of the pipeline, each by its rule.</summary>
public sealed class SourceAdviceTests : IDisposable
{
    private const string Deployment =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: c}]}}}\n";

    private readonly AdviceFolder _chart = new();

    public void Dispose() => _chart.Dispose();

    /// <summary>P-090.</summary>
    [Theory]
    [InlineData("name: c\ndescription: A shop", null)]
    [InlineData("name: c\n", "the description is missing")]
    [InlineData("name: other\ndescription: A shop", "the name other is not that of the folder, c")]
    public void P_090_The_name_is_the_folders_and_the_description_is_short(string metadata, string? expected)
    {
        _chart.Write("Chart.yaml", $"apiVersion: v2\nversion: 1.0.0\n{metadata}\n");
        Assert.Equal(expected is null ? [] : ["[WARNING] Chart.yaml: " + expected], _chart.Of("K-090"));
    }

    /// <summary>P-090.</summary>
    [Fact]
    public void P_090_Names_have_lower_case_letters_digits_and_hyphens_and_descriptions_fewer_than_120_characters()
    {
        _chart.Write("Chart.yaml", $"apiVersion: v2\nversion: 1.0.0\nname: My_Chart\ndescription: {new string('x', 120)}\n");
        Assert.Equal(
            [
                "[WARNING] Chart.yaml: the name My_Chart should consist of lower-case letters, digits and hyphens, a letter first",
                "[WARNING] Chart.yaml: the name My_Chart is not that of the folder, c",
                "[WARNING] Chart.yaml: the description has 120 characters; lists show fewer than 120",
            ],
            _chart.Of("K-090"));
    }

    /// <summary>P-111.</summary>
    [Theory]
    [InlineData("image: {repository: a, tag: 1.20}", "image.tag")]
    [InlineData("image: {tag: 1e3}", "image.tag")]
    [InlineData("web: {image: {repository: a, tag: 20240101}}", "web.image.tag")]
    [InlineData("sidecars: [{repository: a, tag: 02}]", "sidecars[0].tag")]
    [InlineData("sidecars: [{repository: a, tag: 2}]", "sidecars[0].tag", "INFO")]
    [InlineData("image: {tag: 1.2}", "image.tag", "INFO")]
    [InlineData("imageTag: 1.20", "imageTag")]
    [InlineData("image: {repository: a, tag: \"1.20\"}", null)]
    [InlineData("image: {repository: a, tag: 1.20.1}", null)]
    [InlineData("image: {repository: a, tag: ''}", null)]
    [InlineData("vlan: {tag: 100}", null)]
    public void P_111_Tags_that_look_like_numbers_are_quoted(string values, string? path, string level = "WARNING")
    {
        string[] expected = path is null ? [] : [$"[{level}] v.yaml:2: {path} is a number to YAML, which drops zeros and writes large " +
            "ones with an exponent; put it into quotes"];
        Assert.Equal(
            expected,
            _chart.Of("K-111", values, files: new ValuesFile("v.yaml", Encoding.UTF8.GetBytes("# values\n" + values), IsSecret: false)));
        _chart.Write("values.yaml", "# values\n" + values);
        Assert.Equal(expected.Select(line => line.Replace("v.yaml", "values.yaml", StringComparison.Ordinal)), _chart.Of("K-111"));
    }

    /// <summary>P-121.</summary>
    [Fact]
    public void P_121_Users_can_add_variables_volumes_and_mounts()
    {
        _chart.Write("templates/t.yaml", Deployment);
        Assert.Equal(
            ["environment variables", "volumes", "volume mounts"], _chart.Of("K-121").Select(line => line.Split("more ")[1].Split(';')[0]));
        _chart.Write(
            "templates/t.yaml", Deployment + "# {{ .Values.extraEnvs }}{{ .Values.extraVolumes }}{{ .Values.extraVolumeMounts }}\n");
        _chart.Write("values.yaml", "extraEnvs: []\nextraVolumes: []\nextraVolumeMounts: []\n");
        Assert.Empty(_chart.Of("K-121"));
        _chart.Write("values.yaml", "extraEnvs: [{name: A, value: b}]\nextraVolumes: []\nextraVolumeMounts: []\n");
        Assert.Equal(["[WARNING] values.yaml: the value for more environment variables is not empty by default, so that users who set " +
            "it lose what is there"], _chart.Of("K-121"));
    }

    /// <summary>P-122.</summary>
    [Fact]
    public void P_122_Every_value_has_a_default_and_a_comment_and_shared_logic_is_in_helpers()
    {
        _chart.Write("templates/a.yaml", "a: {{ .Values.replicas }}\nb: {{ .Values.image.tag }}\nc: {{ .Values.missing }}\nd: {{ " +
            ".Values.image.digest }}\ne: {{ .Values.free.form }}\nf: {{ .Release.Name }}\n");
        _chart.Write("templates/b.yaml", "b: {{ .Release.Name }}\n");
        _chart.Write(
            "values.yaml",
            "# How many.\nreplicas: 1\nimage: # What runs.\n  tag: \"1\"\nfree: {}\nbare: 1\nouter:\n  # Told inside.\n  a: 1\n");
        Assert.Equal(
            [
                "[WARNING] values.yaml: image.digest has no default, and templates use it",
                "[WARNING] values.yaml: missing has no default, and templates use it",
                "[WARNING] values.yaml:5: free has no comment",
                "[WARNING] values.yaml:6: bare has no comment",
                "[WARNING] templates/: names and labels that several templates share belong into helpers (_helpers.tpl)",
            ],
            _chart.Of("K-122"));
        _chart.Write("templates/_helpers.tpl", "{{ define \"c.name\" }}c{{ end }}");
        Assert.DoesNotContain(_chart.Of("K-122"), line => line.Contains("helpers", StringComparison.Ordinal));
    }

    [Fact]
    public void P_122_Only_what_the_charts_own_templates_count_on_needs_a_default()
    {
        _chart.Write(
            "templates/a.yaml",
            "{{/* .Values.commented */}}a: {{ .Values.a | default 1 }}\nb: {{ required \"b\" .Values.b }}\nc: {{ .Values.web.port }}\n"
                + "{{ if (.Values.optional).nested }}d: {{ ((.Values.deep).er).still }}{{ end }}\n");
        _chart.Write("README.md", "{{ .Values.documented }}\n");
        _chart.Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n- {name: lib, version: 1.0.0, repository: ''}\n"
            + "- {name: nginx, alias: web, version: 1.0.0, repository: ''}\n");
        _chart.Write("charts/lib/Chart.yaml", "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n");
        _chart.Write("charts/lib/templates/_h.tpl", "{{ define \"lib.x\" }}{{ .Values.fromLibrary }}{{ end }}\n");
        _chart.Write("values.yaml", "# Any.\nx: 1\n");
        Assert.Empty(_chart.Of("K-122"));
    }

    [Theory]
    [InlineData("## @section Common\n## @param replicas How many\n## @param image.tag Which\n##\n\nreplicas: 1\nimage: {tag: a}\n", null)]
    [InlineData("# replicas -- How many\n\nreplicas: 1\n", null)]
    [InlineData("# Some -- words\n\nreplicas: 1\n", null)]
    [InlineData("# one word of replicas -- words\nother: 1\n\nreplicas: 1\n", "replicas has no comment")]
    [InlineData("# Names.\nnameOverride: a\nfullnameOverride: b\n", null)]
    [InlineData("# Names.\nnameOverride: a\n\nfullnameOverride: b\n", "fullnameOverride has no comment")]
    [InlineData("resources: {}\n# limits:\n#   cpu: 1\n\n# Nodes.\nnodes: {}\n", null)]
    [InlineData("replicas: 1\n# Nodes.\nnodes: {}\n", "replicas has no comment")]
    [InlineData("args:\n  - a\n  # - b\n", null)]
    [InlineData("# Nodes.\nnodes: {}\n  # a: b\n\nplain: 1\n", "plain has no comment")]
    [InlineData("# Nodes.\nnodes: {}\n# a: b\n\nplain: 1\n", "plain has no comment")]
    public void P_122_Comments_of_documentation_generators_count_where_they_are(string values, string? expected)
    {
        _chart.Write("values.yaml", values.Replace("Some --", "replicas --", StringComparison.Ordinal));
        var found = _chart.Of("K-122");
        Assert.Equal(expected is null ? 0 : 1, found.Count);
        Assert.All(found, line => Assert.EndsWith(expected!, line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("extraVars", "extraVolumes", "extraVolumeMounts")]
    [InlineData("extraEnvironmentVars", "additionalVolumes", "extraMounts")]
    public void P_121_Names_that_charts_use_for_more_of_something_are_known(string env, string volumes, string mounts)
    {
        _chart.Write("templates/t.yaml", Deployment + $"# {{{{ .Values.{env} }}}}{{{{ .Values.{volumes} }}}}{{{{ .Values.{mounts} }}}}\n");
        _chart.Write("values.yaml", $"{env}: []\n{volumes}: []\n{mounts}: []\n");
        Assert.Empty(_chart.Of("K-121"));
    }

    [Theory]
    [InlineData("unittests/a_test.yaml", "suite: a\n")]
    [InlineData("tests/a_test.yaml", "suite: a\n")]
    [InlineData("templates/tests/connection.yaml", "kind: Pod\n")]
    [InlineData("templates/check.yaml", "kind: Pod\nmetadata:\n  annotations:\n    \"helm.sh/hook\": test\n")]
    public void P_240_Tests_are_found_wherever_charts_have_them(string file, string text)
    {
        _chart.Write(file, text);
        Assert.DoesNotContain(_chart.Of("K-240"), line => line.Contains("tests", StringComparison.Ordinal));
    }

    /// <summary>P-123.</summary>
    [Theory]
    [InlineData("metadata: {name: a}", "[WARNING] ServiceAccount a takes no annotations from values, with which clouds give it a role " +
        "(eks.amazonaws.com/role-arn, iam.gke.io/gcp-service-account)")]
    [InlineData("metadata: {name: a, annotations: {{ toJson .Values.serviceAccount.annotations }}}", null)]
    public void P_123_A_service_account_takes_annotations(string metadata, string? expected)
    {
        _chart.Write("values.yaml", "serviceAccount: {annotations: {}}\n");
        _chart.Write("templates/t.yaml", $"apiVersion: v1\nkind: ServiceAccount\n{metadata}\n");
        Assert.Equal(expected is null ? [] : [expected], _chart.Of("K-123"));
    }

    [Theory]
    [InlineData("18.1.3", "https://charts.example.com", null)]
    [InlineData("=18.1.3-rc.1", "https://charts.example.com", null)]
    [InlineData("18.x.x", "file://../redis", null)]
    [InlineData("18.x.x", "https://charts.example.com", "\"18.x.x\"")]
    [InlineData("^18.1.3", "oci://host/charts", "\"^18.1.3\"")]
    [InlineData("18.1", "@repo", "\"18.1\"")]
    public void Charts_from_repositories_have_an_exact_version(string version, string repository, string? range)
    {
        _chart.Write("Chart.yaml", $"apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n- {{name: redis, version: '{version}', " +
            $"repository: '{repository}'}}\n");
        Assert.Equal(range is null ? [] : [$"[WARNING] Chart.yaml: redis may be any version that fits {range}; give one, or keep the " +
            "Chart.lock of helm dependency update"], _chart.Of("K-128"));
        _chart.Write("Chart.lock", "dependencies: []\n");
        Assert.Empty(_chart.Of("K-128"));
    }

    /// <summary>P-240.</summary>
    [Fact]
    public void P_240_A_chart_has_values_notes_and_tests()
    {
        Assert.Equal(["values.yaml", "templates/", "templates/"], _chart.Of("K-240").Select(line => line.Split(' ')[1].TrimEnd(':')));
        _chart.Write("values.yaml", "a: 1\n");
        _chart.Write("templates/NOTES.txt", "Done.\n");
        _chart.Write("templates/tests/t.yaml", "kind: Pod\n");
        Assert.Empty(_chart.Of("K-240"));
    }
}
