using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Platform.Time;

namespace SecretsKit.Goldens.Charts;

/// <summary>
/// Rows of the pipeline's requirements on charts, values, rendering and lint, one by one on a chart as pipelines have it.
/// </summary>
public sealed class PipelineRowTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}-api
          namespace: {{ .Release.Namespace }}
          annotations:
            commit: {{ dig "gitCommit" "none" (.Values.metadata | default dict) | quote }}
        spec:
          replicas: {{ .Values.replicas }}
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              containers:
                - name: api
                  image: "{{ .Values.image.repository }}{{ with .Values.image.digest }}@{{ . }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}"
                  {{- with .Values.resources }}
                  resources:
                    {{- toYaml . | nindent 12 }}
                  {{- end }}
        {{- if .Values.features.worker }}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}-worker
        {{- end }}
        """;

    /// <summary>P-034.</summary>
    [Fact]
    public async Task P_034_Later_files_win_key_by_key_and_need_hold_only_what_they_change()
    {
        using var run = Chart();
        run.Write("a.yaml", "replicas: 2\nimage: {tag: \"2\"}\nresources: {limits: {cpu: 1, memory: 1Gi}}\n");
        run.Write("b.yaml", "resources: {limits: {cpu: 2}}\n");
        var output = await RenderAsync(run, "-f", "a.yaml", "-f", "b.yaml");
        Assert.Contains("replicas: 2\n", output, StringComparison.Ordinal);
        Assert.Contains("image: \"shop/api:2\"", output, StringComparison.Ordinal);
        Assert.Contains("limits:\n              cpu: 2\n              memory: 1Gi\n", output, StringComparison.Ordinal);
        Assert.Equal(output, await RenderAsync(run, "-f", "a.yaml,b.yaml"));
    }

    /// <summary>P-035.</summary>
    [Theory]
    [InlineData("replicas: 1\n")]
    [InlineData("replicas: 2\n", "-f", "a.yaml")]
    [InlineData("replicas: 3\n", "-f", "a.yaml", "-f", "b.yaml")]
    [InlineData("replicas: 4\n", "--set", "replicas=4", "-f", "a.yaml", "-f", "b.yaml")]
    public async Task P_035_Defaults_give_way_to_files_in_their_order_and_those_to_set_flags(string expected, params string[] words)
    {
        using var run = Chart();
        run.Write("a.yaml", "replicas: 2\n");
        run.Write("b.yaml", "replicas: 3\n");
        Assert.Contains(expected, await RenderAsync(run, words), StringComparison.Ordinal);
    }

    /// <summary>P-033.</summary>
    [Theory]
    [InlineData("values-prod.yaml")]
    [InlineData("prod.values.yaml")]
    [InlineData("values/prod/values.yaml")]
    [InlineData("values/api-prod.yaml")]
    public async Task P_033_Values_files_may_have_any_name(string name)
    {
        using var run = Chart();
        run.Write(name, "replicas: 7\n");
        Assert.Contains("replicas: 7\n", await RenderAsync(run, "--values", name), StringComparison.Ordinal);
    }

    /// <summary>P-246.</summary>
    [Fact]
    public async Task P_246_The_charts_own_values_given_first_change_nothing()
    {
        using var run = Chart();
        run.Write("env.yaml", "replicas: 5\n");
        Assert.Equal(await RenderAsync(run, "-f", "env.yaml"), await RenderAsync(run, "-f", "c/values.yaml", "-f", "env.yaml"));
    }

    /// <summary>P-095.</summary>
    [Theory]
    [InlineData("image: \"shop/api:1.4.2\"")]
    [InlineData("image: \"shop/api:1.5.0-rc.1\"", "--set", "image.tag=1.5.0-rc.1")]
    [InlineData("image: \"shop/api@sha256:0123abcd\"", "--set", "image.digest=sha256:0123abcd")]
    public async Task P_095_The_tag_is_the_appVersion_unless_values_name_one_or_a_digest(string image, params string[] words)
    {
        using var run = Chart();
        Assert.Contains(image, await RenderAsync(run, words), StringComparison.Ordinal);
    }

    /// <summary>P-126.</summary>
    [Fact]
    public async Task P_126_Trimming_include_default_quote_and_toYaml_with_nindent_give_the_bytes_that_Helm_gives()
    {
        using var run = Chart();
        Assert.StartsWith(
            """
            ---
            # Source: c/templates/deployment.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: r-api
              namespace: default
              annotations:
                commit: "none"
            spec:
              replicas: 1
              selector: {matchLabels: {app: api}}
              template:
                metadata: {labels: {app: api}}
                spec:
                  containers:
                    - name: api
                      image: "shop/api:1.4.2"
                      resources:
                        limits:
                          cpu: 500m

            """,
            await RenderAsync(run, "--set", "resources.limits.cpu=500m"),
            StringComparison.Ordinal);
    }

    /// <summary>P-136.</summary>
    [Fact]
    public async Task P_136_One_chart_renders_under_several_release_names()
    {
        using var run = Chart();
        Assert.Contains("name: blue-api\n", (await run.RunAsync("helm", "template", "blue", "c")).OutputText, StringComparison.Ordinal);
        Assert.Contains("name: green-api\n", (await run.RunAsync("helm", "template", "green", "c")).OutputText, StringComparison.Ordinal);
    }

    /// <summary>P-186.</summary>
    [Fact]
    public async Task P_186_Feature_flags_switch_resources_on_and_off()
    {
        using var run = Chart();
        Assert.DoesNotContain("r-worker", await RenderAsync(run), StringComparison.Ordinal);
        Assert.Contains("r-worker", await RenderAsync(run, "--set", "features.worker=true"), StringComparison.Ordinal);
    }

    /// <summary>P-245.</summary>
    [Fact]
    public async Task P_245_Metadata_of_the_build_can_be_set_and_stay_texts()
    {
        using var run = Chart();
        Assert.Contains(
            "commit: \"1234567\"\n", await RenderAsync(run, "--set-string", "metadata.gitCommit=1234567"), StringComparison.Ordinal);
    }

    /// <summary>P-149.</summary>
    [Fact]
    public async Task P_149_Template_renders_offline_with_CRDs_on_request()
    {
        using var run = Chart();
        run.Write("c/crds/thing.yaml", "kind: CustomResourceDefinition\n");
        Assert.DoesNotContain("CustomResourceDefinition", await RenderAsync(run), StringComparison.Ordinal);
        Assert.StartsWith(
            "---\n# Source: c/crds/thing.yaml\nkind: CustomResourceDefinition\n",
            await RenderAsync(run, "--include-crds"),
            StringComparison.Ordinal);
    }

    /// <summary>P-147.</summary>
    [Fact]
    public async Task P_147_Lint_takes_values_files_and_with_strict_fails_on_warnings()
    {
        using var run = Chart();
        run.Write("bad.yaml", "image: {repository: null}\nreplicas: {a: b}\n");
        run.Write("c/templates/old.yaml", "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: old\n");
        Assert.Equal(0, (await run.RunAsync("helm", "lint", "c")).Exit);
        Assert.Equal(1, (await run.RunAsync("helm", "lint", "c", "--strict")).Exit);
        File.Delete(run.File("c/templates/old.yaml"));
        Assert.Equal(0, (await run.RunAsync("helm", "lint", "c", "--strict")).Exit);
        run.Write("c/values.schema.json", "{\"properties\": {\"replicas\": {\"type\": \"integer\"}}}");
        Assert.Equal(1, (await run.RunAsync("helm", "lint", "c", "-f", "bad.yaml")).Exit);
    }

    /// <summary>P-148.</summary>
    [Fact]
    public async Task P_148_Lint_has_Helms_headings_levels_and_summary()
    {
        using var run = Chart();
        run.Write("c/templates/x.yaml", "{{ .Values.replicas.x }}\n");
        var result = await run.RunAsync("helm", "lint", "c");
        Assert.StartsWith(
            "==> Linting c\n[INFO] Chart.yaml: icon is recommended\n[ERROR] templates/: ", result.OutputText, StringComparison.Ordinal);
        Assert.Equal("Error: 1 chart(s) linted, 1 chart(s) failed\n", result.ErrorText);
        File.Delete(run.File("c/templates/x.yaml"));
        Assert.EndsWith(
            "\n1 chart(s) linted, 0 chart(s) failed\n", (await run.RunAsync("helm", "lint", "c")).OutputText, StringComparison.Ordinal);
    }

    /// <summary>P-156.</summary>
    [Fact]
    public async Task P_156_Values_have_to_meet_the_schema()
    {
        using var run = Chart();
        run.Write("c/values.schema.json", "{\"properties\": {\"replicas\": {\"type\": \"integer\", \"minimum\": 1}}}");
        Assert.Equal(0, (await run.RunAsync("helm", "template", "r", "c")).Exit);
        var refused = await run.RunAsync("helm", "template", "r", "c", "--set", "replicas=0");
        Assert.Equal((1, ""), (refused.Exit, refused.OutputText));
        Assert.Contains("at '/replicas': minimum: got 0, want 1", refused.ErrorText, StringComparison.Ordinal);
    }

    /// <summary>P-104.</summary>
    [Fact]
    public async Task P_104_Conditions_switch_dependencies_and_a_lock_file_is_no_hindrance()
    {
        using var run = Chart();
        run.Write("c/Chart.yaml", run.Read("c/Chart.yaml") + "dependencies:\n- {name: kid, version: 1.x.x, condition: kid.enabled}\n");
        run.Write(
            "c/Chart.lock",
            "dependencies:\n- {name: kid, version: 1.2.0, repository: \"\"}\ndigest: sha256:00\ngenerated: \"2026-01-01T00:00:00Z\"\n");
        run.Write("c/charts/kid/Chart.yaml", "apiVersion: v2\nname: kid\nversion: 1.2.0\n");
        run.Write("c/charts/kid/templates/k.yaml", "kind: Kid\n");
        Assert.Contains("kind: Kid\n", await RenderAsync(run), StringComparison.Ordinal);
        Assert.DoesNotContain("kind: Kid\n", await RenderAsync(run, "--set", "kid.enabled=false"), StringComparison.Ordinal);
        Assert.Contains(
            "kid \t1.x.x",
            (await run.RunAsync("helm", "dependency", "list", "c")).OutputText.Replace("kid\t", "kid \t", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    /// <summary>P-158, P-159, P-160.</summary>
    [Theory]
    [InlineData("pre-install", "before-hook-creation")]
    [InlineData("post-install", "hook-succeeded")]
    [InlineData("pre-upgrade,post-upgrade", "hook-failed")]
    [InlineData("pre-delete,post-delete", "before-hook-creation,hook-succeeded")]
    [InlineData("test", "before-hook-creation")]
    public void P_158_P_159_P_160_Hooks_stay_out_of_the_manifests_with_their_events_and_policies(string events, string policies)
    {
        using var run = Chart();
        run.Write("c/templates/hook.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: h\n  annotations:\n    helm.sh/hook: " +
            $"{events}\n    helm.sh/hook-delete-policy: {policies}\nspec:\n  restartPolicy: Never\n");
        var chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).Load(run.File("c"));
        var result = new ChartRenderer(HelmGeneration.V4).Render(
            new()
            {
                Chart = chart,
                Values = new MapValue(),
                ReleaseName = "r",
                Namespace = "default",
                Clock = TimeProvider.System,
                Zones = new MachineZones("UTC", TimeZoneInfo.Utc),
                Random = static bytes => bytes.Clear(),
            },
            TestContext.Current.CancellationToken);
        var hook = Assert.Single(result.Hooks);
        Assert.DoesNotContain(result.Manifests, manifest => manifest.Head.Kind == "Pod");
        Assert.Equal(events.Split(','), hook.Events);
        Assert.Equal(policies.Split(','), hook.DeletePolicies);
        Assert.Equal(events == "test", hook.IsTest);
    }

    /// <summary>P-158.</summary>
    [Fact]
    public async Task P_158_Tests_are_left_out_on_request()
    {
        using var run = Chart();
        run.Write("c/templates/tests/t.yaml", "kind: Pod\nmetadata:\n  name: t\n  annotations: {helm.sh/hook: test}\n");
        Assert.Contains("kind: Pod\n", await RenderAsync(run), StringComparison.Ordinal);
        Assert.DoesNotContain("kind: Pod\n", await RenderAsync(run, "--skip-tests"), StringComparison.Ordinal);
    }

    /// <summary>P-183.</summary>
    [Fact]
    public async Task P_183_What_differs_between_environments_can_be_seen()
    {
        using var run = Chart();
        run.Write("staging.yaml", "image: {tag: 1.5.0-rc.1}\n");
        run.Write("prod.yaml", "replicas: 3\n");
        var result = await run.RunAsync("diff", "c", "-C0", "--values-a", "staging.yaml", "--values-b", "prod.yaml");
        Assert.Equal(
            """
            default, release-name-api, Deployment (apps) has changed:
            @@ -9 +9 @@ spec
            -  replicas: 1
            +  replicas: 3
            @@ -16 +16 @@ spec.template.spec.containers[api]
            -          image: "shop/api:1.5.0-rc.1"
            +          image: "shop/api:1.4.2"


            """,
            result.OutputText);
    }

    private static async Task<string> RenderAsync(VerbRun run, params string[] words)
    {
        var result = await run.RunAsync(["helm", "template", "r", "c", .. words]);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        return result.OutputText;
    }

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.2.0-beta.1\nappVersion: \"1.4.2\"\n");
        run.Write("c/values.yaml", "replicas: 1\nimage: {repository: shop/api, tag: \"\"}\nfeatures: {worker: false}\n");
        run.Write("c/templates/deployment.yaml", Deployment + "\n");
        return run;
    }
}
