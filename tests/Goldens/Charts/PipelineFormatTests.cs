using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>Rows of the pipeline's requirements on what charts may hold and what comes out of them.</summary>
public sealed class PipelineFormatTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}
        spec:
          template:
            metadata:
              annotations:
                canary-weight: {{ ternary .Values.canary.weight 100 .Values.canary.enabled | quote }}
                {{- range $key, $value := .Values.podAnnotations }}
                {{ $key }}: {{ $value | quote }}
                {{- end }}
            spec:
              containers:
                - name: shop
                  image: "shop:{{ .Values.image.tag | default .Chart.AppVersion }}"

        """;

    private const string SealedSecret = """
        apiVersion: bitnami.com/v1alpha1
        kind: SealedSecret
        metadata:
          name: db
          annotations:
            # Kept as it is.
            sealedsecrets.bitnami.com/cluster-wide: "true"
        spec:
          encryptedData:
            password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq/qcXVh0iuRTbOAQ7gkUDgYPdSUdYLHYnJnDXAlkYkUD9KqzYvCZxaQ==
          template:
            metadata: {name: db}

        """;

    /// <summary>P-089.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("type: library\n", "")]
    [InlineData("type: service\n", "chart.metadata.type must be application or library")]
    [InlineData("appVersion: 1.10\n", "[ERROR] Chart.yaml: appVersion should be of type string but it's of type float64")]
    [InlineData("version: 1.10\n", "[ERROR] Chart.yaml: version should be of type string but it's of type float64")]
    [InlineData("name: ''\n", "[ERROR] Chart.yaml: name is required")]
    [InlineData("apiVersion: v3\n", "[ERROR] Chart.yaml: apiVersion 'v3' is not valid")]
    public async Task P_089_Chart_yaml_has_its_fields_with_their_types(string field, string complaint)
    {
        using var run = new VerbRun();
        string[] fields = ["apiVersion: v2\n", "name: c\n", "description: A shop\n", "type: application\n", "version: 1.2.0\n",
            "appVersion: \"1.10\"\n"];
        run.Write(
            "c/Chart.yaml",
            string.Concat(
                fields.Select(line => field.Length > 0 && line.StartsWith(field.Split(' ')[0], StringComparison.Ordinal) ? field : line)));
        run.Write(
            "c/templates/t.yaml",
            "# {{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.AppVersion }} {{ .Chart.Type }} {{ .Chart.Description }}\n");
        var result = await run.RunAsync("helm", "lint", "c");
        Assert.Equal(complaint.Length == 0 ? 0 : 1, result.Exit);
        Assert.Contains(complaint, result.OutputText, StringComparison.Ordinal);
        if (field.Length == 0)
        {
            Assert.Equal(
                "---\n# Source: c/templates/t.yaml\n# c 1.2.0 1.10 application A shop\n",
                (await run.RunAsync("helm", "template", "r", "c")).OutputText);
        }
    }

    /// <summary>P-094.</summary>
    [Theory]
    [InlineData("2.0.0-beta.1", "2.0.0-beta.1", true)]
    [InlineData("2.0.0-rc.2", ">=2.0.0-rc.1", true)]
    [InlineData("2.0.0-rc.2", ">=2.0.0-0", true)]
    [InlineData("2.0.0-rc.2", ">=1.0.0", false)]
    [InlineData("2.0.0-beta.9", ">=2.0.0-rc.1", false)]
    public async Task P_094_Betas_and_release_candidates_are_versions_that_ranges_take_only_when_they_name_one(
        string version, string range, bool isTaken)
    {
        using var run = new VerbRun();
        run.Write(
            "c/Chart.yaml",
            $"apiVersion: v2\nname: c\nversion: {version}\ndependencies:\n- {{name: kid, version: '{range}', alias: taken}}\n");
        run.Write("c/charts/kid/Chart.yaml", $"apiVersion: v2\nname: kid\nversion: {version}\n");
        run.Write("c/charts/kid/templates/t.yaml", "chart: {{ .Chart.Name }}-{{ .Chart.Version }}\n");
        run.Write("c/templates/t.yaml", "");
        Assert.Contains(
            "1 chart(s) linted, 0 chart(s) failed", (await run.RunAsync("helm", "lint", "c")).OutputText, StringComparison.Ordinal);
        var output = (await run.RunAsync("helm", "template", "r", "c")).OutputText;
        Assert.Contains($"chart: {(isTaken ? "taken" : "kid")}-{version}\n", output, StringComparison.Ordinal);
    }

    /// <summary>P-086.</summary>
    [Fact]
    public async Task P_086_Sealed_Secrets_pass_through_untouched()
    {
        using var run = Chart();
        run.Write("c/templates/sealed.yaml", SealedSecret);
        await run.GitInitAsync();
        Assert.Contains(
            "---\n# Source: c/templates/sealed.yaml\n" + SealedSecret,
            (await run.RunAsync("helm", "template", "r", "c")).OutputText,
            StringComparison.Ordinal);
        run.Write("sealed.yaml", SealedSecret);
        var check = await run.RunAsync("check");
        Assert.Equal(0, check.Exit);
        Assert.DoesNotContain("sealed", check.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "plaintext", (await run.RunAsync("lint", "c", "-f", "sealed.yaml", "--advise=plaintext")).OutputText, StringComparison.Ordinal);
        run.Write("changed.yaml", SealedSecret.Replace("AgBy3i4O", "AgCy3i4O", StringComparison.Ordinal));
        Assert.Contains(
            "+    password: AgCy3i4O", (await run.RunAsync("diff", "sealed.yaml", "changed.yaml")).OutputText, StringComparison.Ordinal);
    }

    /// <summary>P-200.</summary>
    [Fact]
    public async Task P_200_A_rendering_is_a_base_for_overlays_a_stream_of_resources_each_named_once()
    {
        using var run = Chart();
        run.Write("c/templates/service.yaml", "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n---\n# " +
            "Nothing here.\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}-admin\n");
        run.Write("base/manifests.yaml", (await run.RunAsync("helm", "template", "shop", "c")).OutputText);
        run.Write("base/kustomization.yaml", "resources: [manifests.yaml]\n");
        var read = await run.RunAsync("diff", "--output", "json", "--release", "shop", "/dev/null", "base/manifests.yaml");
        Assert.Equal(
            ["Deployment shop", "Service shop", "Service shop-admin"],
            read.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Named));
        Assert.Equal(0, (await run.RunAsync("diff", "--detailed-exitcode", "--release", "shop", "base/manifests.yaml", "c")).Exit);

        static string Named(string line)
        {
            var root = System.Text.Json.JsonDocument.Parse(line).RootElement;
            return $"{root.GetProperty("kind").GetString()} {root.GetProperty("name").GetString()}";
        }
    }

    /// <summary>P-213.</summary>
    [Fact]
    public async Task P_213_A_canary_is_a_second_release_of_the_chart_with_its_own_weight_and_image()
    {
        using var run = Chart();
        var stable = (await run.RunAsync("helm", "template", "shop", "c")).OutputText;
        var canary = (
            await run.RunAsync(
                "helm",
                "template",
                "shop-canary",
                "c",
                "--set",
                "canary.enabled=true",
                "--set",
                "canary.weight=10",
                "--set",
                "image.tag=2.0.0"))
            .OutputText;
        Assert.Equal(
            stable.Replace("  name: shop\n", "  name: shop-canary\n", StringComparison.Ordinal)
                .Replace("canary-weight: \"100\"", "canary-weight: \"10\"", StringComparison.Ordinal)
                .Replace("shop:1.0.0", "shop:2.0.0", StringComparison.Ordinal),
            canary);
        Assert.NotEqual(stable, canary);
    }

    /// <summary>P-220.</summary>
    [Fact]
    public async Task P_220_Workloads_carry_the_annotations_of_Prometheus_as_texts()
    {
        using var run = Chart();
        run.Write("v.yaml", "podAnnotations:\n  prometheus.io/scrape: true\n  prometheus.io/port: 9090\n  prometheus.io/path: /metrics\n");
        Assert.Contains(
            "        prometheus.io/path: \"/metrics\"\n        prometheus.io/port: \"9090\"\n        prometheus.io/scrape: \"true\"\n",
            (await run.RunAsync("helm", "template", "r", "c", "-f", "v.yaml")).OutputText,
            StringComparison.Ordinal);
    }

    /// <summary>P-240.</summary>
    [Fact]
    public async Task P_240_A_new_chart_has_the_usual_files()
    {
        using var run = new VerbRun();
        Assert.Equal(0, (await run.RunAsync("helm", "create", "shop")).Exit);
        foreach (
            var file in (
                string[])["Chart.yaml", "values.yaml", "templates/deployment.yaml", "templates/service.yaml", "templates/ingress.yaml",
                "templates/serviceaccount.yaml", "templates/NOTES.txt"])
        {
            Assert.True(run.Has("shop/" + file), file);
        }

        Assert.NotEmpty(Directory.GetFiles(run.File("shop/templates/tests")));
        Assert.DoesNotContain("K-240", (await run.RunAsync("lint", "shop", "--advise=all")).OutputText, StringComparison.Ordinal);
    }

    /// <summary>P-241.</summary>
    [Fact]
    public async Task P_241_The_Service_of_a_new_chart_is_inside_the_cluster_and_its_port_is_not_the_containers()
    {
        using var run = new VerbRun();
        Assert.Equal(0, (await run.RunAsync("helm", "create", "shop")).Exit);
        var output = (
            await run.RunAsync(
                "helm",
                "template",
                "r",
                "shop",
                "--set",
                "service.port=8080,ingress.enabled=true",
                "-s",
                "templates/service.yaml",
                "-s",
                "templates/ingress.yaml"))
            .OutputText;
        Assert.Contains("type: ClusterIP\n", output, StringComparison.Ordinal);
        Assert.Contains("port: 8080\n      targetPort: http\n", output, StringComparison.Ordinal);
        Assert.Contains("kind: Ingress\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("K-241", (await run.RunAsync("lint", "shop", "--advise=all")).OutputText, StringComparison.Ordinal);
    }

    /// <summary>A library, and a chart that has it among its dependencies.</summary>
    [Fact]
    public async Task A_library_is_not_rendered_by_itself_and_gives_its_templates_to_charts_that_refer_to_its_folder()
    {
        using var run = Chart();
        run.Write("c/charts/lib/Chart.yaml", "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n");
        run.Write("c/charts/lib/templates/_h.tpl", "{{ define \"lib.label\" }}from: library{{ end }}");
        run.Write("c/charts/lib/templates/never.yaml", "kind: Never\n");
        run.Write(
            "c/Chart.yaml", run.Read("c/Chart.yaml") + "dependencies:\n- {name: lib, version: 1.0.0, repository: \"file://../lib\"}\n");
        run.Write("c/templates/t.yaml", "{{ include \"lib.label\" . }}\n");
        var output = (await run.RunAsync("helm", "template", "r", "c")).OutputText;
        Assert.Contains("from: library\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Never", output, StringComparison.Ordinal);
        Assert.Contains("file://../lib", (await run.RunAsync("helm", "dependency", "list", "c")).OutputText, StringComparison.Ordinal);
        foreach (
            var words in (
                string[][])[["helm", "template", "r", "c/charts/lib"], ["helm", "install", "r", "c/charts/lib", "--dry-run=client"]])
        {
            var refused = await run.RunAsync(words);
            Assert.Equal((1, ""), (refused.Exit, refused.OutputText));
            Assert.Contains("library charts are not installable", refused.ErrorText, StringComparison.Ordinal);
        }
    }

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\nappVersion: \"1.0.0\"\n");
        run.Write("c/values.yaml", "canary: {enabled: false, weight: 0}\nimage: {tag: \"\"}\npodAnnotations: {}\n");
        run.Write("c/templates/deployment.yaml", Deployment);
        return run;
    }
}
