using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Charts.Linting;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;

namespace SecretsKit.Tests.Charts.Linting;

/// <summary>What lint says of templates where the reference's outputs at hand show nothing.</summary>
public sealed class TemplateRulesTests : IDisposable
{
    private const string Name = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ";

    private readonly string _folder = Directory.CreateTempSubdirectory("lint-").FullName;

    public TemplateRulesTests()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\nicon: https://example.com/i.png\n");
        Write("values.yaml", "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(HelmGeneration.V3)]
    [InlineData(HelmGeneration.V4)]
    public void A_chart_that_is_checked_is_neither_installed_nor_upgraded(HelmGeneration generation)
    {
        Write("templates/a.yaml", Name + "A-{{ .Release.IsInstall }}-{{ .Release.IsUpgrade }}-{{ .Release.Revision }}\n");
        Assert.Contains("\"A-false-false-0\"", Assert.Single(Lint(generation)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  annotations:\n    helm.sh/hook: crd-install\n", true)]
    [InlineData("  annotations:\n    \"helm.sh/hook\":\n      crd-install\n", true)]
    [InlineData("  # helm.sh/hook, helm.sh/hook:crd-install\n", false)]
    [InlineData("  annotations:\n    helm.sh/hook: pre-install\n", false)]
    public void Only_Helm_3_looks_for_hooks_of_Helm_2(string metadata, bool isFound)
    {
        Write("templates/a.yaml", Name + "a\n" + metadata);
        Assert.Empty(Lint(HelmGeneration.V4));
        var expected = isFound
            ? (string[])["[WARNING] templates/a.yaml: manifest is a crd-install hook. This hook is no longer supported in v3 and all " +
                "CRDs should also exist the crds/ directory at the top level of the chart"]
            : [];
        Assert.Equal(expected, Lint(HelmGeneration.V3));
    }

    [Fact]
    public void Only_Helm_3_looks_for_the_time_of_a_release()
    {
        Write("templates/_h.tpl", "{{ define \"at\" }}{{ .Release.Time.Seconds }}{{ end }}");
        Assert.Empty(Lint(HelmGeneration.V4));
        Assert.Equal(
            ["[ERROR] templates/_h.tpl: .Release.Time has been removed in v3, please replace with the `now` function in your templates"],
            Lint(HelmGeneration.V3));
    }

    [Theory]
    [InlineData(65_535, false)]
    [InlineData(65_536, true)]
    public void A_first_line_may_be_just_below_64_KiB(int bytes, bool isTooLong)
    {
        Write("templates/a.yaml", "#" + new string('x', bytes - 1) + "\n" + Name + "a\n");
        Assert.Equal(isTooLong ? (string[])["[WARNING] templates/a.yaml: bufio.Scanner: token too long"] : [], Lint(HelmGeneration.V4));
    }

    /// <summary>What template takes for the end of a document, lint refuses; the document before it is not checked either.</summary>
    [Theory]
    [InlineData(HelmGeneration.V3)]
    [InlineData(HelmGeneration.V4)]
    public void Nothing_but_a_comment_may_follow_a_document_marker(HelmGeneration generation)
    {
        Write(
            "templates/a.yaml",
            "--- # first\n" + Name + "A\n---\n" + Name + "B\n{{- range list 1 }}\n---{{- printf \"apiVersion: v1\" }}\n{{- end }}\n");
        Write("templates/b.yaml", Name + "C\n");
        var messages = Lint(generation);
        Assert.Equal(2, messages.Count);
        Assert.Contains("\"A\": metadata.name: Invalid value", messages[0], StringComparison.Ordinal);
        Assert.Equal("[ERROR] templates/a.yaml: unable to parse YAML: invalid Yaml document separator: apiVersion: v1", messages[1]);
    }

    [Theory]
    [InlineData("---\nkind: a\nname: b: c\n", 3)]
    [InlineData("kind: a\nname: b: c\n", 2)]
    [InlineData("---\nkind: a\n---\nkind: a\nname: b: c\n", 2)]
    public void Lines_are_counted_from_the_marker_that_begins_a_text(string text, int line)
    {
        Write("templates/a.yaml", text);
        Assert.Equal($"[ERROR] templates/a.yaml: unable to parse YAML: error converting YAML to JSON: yaml: line {line}: mapping values " +
            "are not allowed in this context", Lint(HelmGeneration.V4)[^1]);
    }

    /// <summary>Go reads JSON values in a row; where they end, or are none, the rest is YAML.</summary>
    [Theory]
    [InlineData("{\"kind\": \"A\", \"metadata\": {\"name\": \"A\"}}{\"metadata\": {\"name\": \"B\"}}\n", "A B")]
    [InlineData("{\"metadata\": {\"name\": \"A\"}}\nkind: X\nmetadata: {name: B}\n", "A B")]
    [InlineData("{\"metadata\": {\"name\": \"A\"}}\n---\nmetadata: {name: B}\n---\n{metadata: {name: C}}\n", "A B C")]
    [InlineData("\n {\"kind\": 5, \"metadata\": {\"name\": \"A\"}}\n", "A")]
    [InlineData("{kind: x, metadata: {name: A}}\n", "A")]
    public void A_text_that_begins_with_a_brace_is_JSON_before_it_is_YAML(string text, string names)
    {
        Write("templates/a.yaml", text);
        Assert.Equal(
            names.Split(' ')
                .Select(name => $"[WARNING] templates/a.yaml: object name does not conform to Kubernetes naming requirements: \"{name}\""),
            Lint(HelmGeneration.V4)
                .Where(message => !message.Contains("illegal indent", StringComparison.Ordinal))
                .Select(message => message[..message.IndexOf(": metadata.name", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("{a: b", "json: offset 2: invalid character 'a' looking for beginning of object key string")]
    [InlineData("  {\n  a: [\n}", "json: offset 7: invalid character 'a' looking for beginning of object key string")]
    [InlineData("{\"a\": nul, b", "json: offset 10: invalid character ',' in literal null (expecting 'l')")]
    [InlineData("{\"a\": [1 2], b", "json: offset 10: invalid character '2' after array element")]
    [InlineData("{\"a\": 1", "unexpected EOF")]
    [InlineData("{\"a\":1}}", "json: offset 8: invalid character '}' looking for beginning of value")]
    [InlineData("{\"kind\": []}", "json: cannot unmarshal array into Go struct field k8sYamlStruct.kind of type string")]
    [InlineData("{}{}\n---\n{}", "invalid character '-' in numeric literal")]
    [InlineData("{}\n--- x\n", "json: offset 5: invalid character '-' in numeric literal")]
    [InlineData("{}\n---\na: 1\n---\nb: [\n", "error converting YAML to JSON: yaml: line 1: did not find expected node content")]
    public void Where_both_fail_the_first_failure_is_that_of_JSON(string text, string cause)
    {
        Write("templates/a.yaml", text);
        Assert.Equal("[ERROR] templates/a.yaml: unable to parse YAML: " + cause, Lint(HelmGeneration.V4)[^1]);
    }

    [Theory]
    [InlineData(
        "networking.k8s.io/v1beta1", "IngressList", "is deprecated in v1.19+, unavailable in v1.22+; use networking.k8s.io/v1 IngressList")]
    [InlineData(
        "networking.k8s.io/v1beta1",
        "IngressClass",
        "is deprecated in v1.19+, unavailable in v1.22+; use networking.k8s.io/v1 IngressClassList")]
    [InlineData("storage.k8s.io/v1beta1", "CSINodeList", "is deprecated in v1.17+, unavailable in v1.22+; use storage.k8s.io/v1 CSINode")]
    [InlineData(
        "admissionregistration.k8s.io/v1alpha1",
        "ValidatingAdmissionPolicy",
        "is deprecated in v1.29+, unavailable in v1.32+; use admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy")]
    [InlineData("certificates.k8s.io/v1alpha1", "ClusterTrustBundle", "is deprecated in v1.34+, unavailable in v1.37+")]
    public void Lists_are_deprecated_with_what_they_hold(string version, string kind, string complaint)
    {
        Write("templates/a.yaml", $"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n");
        Assert.Equal([$"[WARNING] templates/a.yaml: {version} {kind} {complaint}"], Lint(HelmGeneration.V4));
    }

    /// <summary>Helm 4's client has forgotten the kind.</summary>
    [Fact]
    public void A_kind_that_the_client_does_not_know_is_not_deprecated()
    {
        Write("templates/a.yaml", "apiVersion: scheduling.k8s.io/v1alpha1\nkind: PriorityClass\nmetadata: {name: a}\n");
        Assert.Empty(Lint(HelmGeneration.V4));
        Assert.Single(Lint(HelmGeneration.V3));
    }

    [Theory]
    [InlineData("apiVersion: v2\n", "chart name not specified")]
    [InlineData("name: [\n", "cannot load Chart.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content")]
    public void An_archive_needs_a_name_to_be_unpacked_by(string metadata, string cause)
    {
        var archive = Path.Combine(_folder, "c.tgz");
        using (var file = File.Create(archive))
        using (var zip = new GZipStream(file, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip))
        {
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, "c/Chart.yaml")
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(metadata)),
                });
        }

        Assert.Equal("unable to extract tarball: " + cause, new ChartLinter(HelmGeneration.V4)
            .Lint(Request(archive), TestContext.Current.CancellationToken)
            .Failure);
    }

    /// <summary>Such as the end of a key in a quoted text.</summary>
    [Fact]
    public void A_values_file_of_Helm_4_may_not_begin_a_line_with_more_than_a_marker()
    {
        byte[] text = [.. "key: \"-----BEGIN KEY-----\n-----END KEY-----\"\n"u8];
        var failure = Assert.Throws<ChartException>(() => ValuesText.Read(text, HelmGeneration.V4));
        Assert.Equal("error reading yaml document: invalid Yaml document separator: --END KEY-----\"", failure.Message);
        Assert.Equal(
            "error reading yaml document: invalid Yaml document separator",
            Assert.Throws<ChartException>(() => ValuesText.Read(text, HelmGeneration.V4, isSecret: true)).Message);
        Assert.Equal(1, ValuesText.Read(text, HelmGeneration.V3).Count);
    }

    /// <summary>Helm 4 drops the nulls of defaults where it renders, but not where lint checks values.yaml by itself.</summary>
    [Fact]
    public void Nulls_of_defaults_are_checked_against_the_schema()
    {
        Write("values.yaml", "port: null\nprobe: {path: null, period: 5}\n");
        Write("values.schema.json", """{"properties": {"probe": {"properties": {"path": {"type": "string"}}}}}""");
        Write("templates/a.yaml", Name + "a\n");
        string[] expected = ["[ERROR] values.yaml: - at '/probe/path': got null, want string\n"];
        Assert.Equal(expected, Lint(HelmGeneration.V4));
        Assert.Equal(expected, Lint(HelmGeneration.V4, ValuesText.Read("probe: {period: 6}\n"u8.ToArray(), HelmGeneration.V4)));
    }

    private List<string> Lint(HelmGeneration generation, MapValue? values = null)
    {
        var request = Request(_folder) with { Values = values ?? new MapValue() };
        return [.. new ChartLinter(generation)
            .Lint(request, TestContext.Current.CancellationToken)
            .Messages.Select(message => message.ToString())];
    }

    private static LintRequest Request(string path) => new()
    {
        Path = path,
        FullPath = path,
        Values = new MapValue(),
        Namespace = "default",
        Clock = TimeProvider.System,
        Random = RandomNumberGenerator.Fill,
    };

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
