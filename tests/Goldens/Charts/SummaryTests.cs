using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>What a rendering consists of, and whether it is what a pipeline expects.</summary>
public sealed class SummaryTests
{
    /// <summary>P-154.</summary>
    [Fact]
    public async Task P_154_Resources_are_counted_and_each_kind_is_named_once()
    {
        using var run = Chart();
        Assert.Equal(
            """
            Deployment    2  r-web, r-worker
            Pod           1  r-test
            Service       2  one, two
            image            busybox:1.36
            image            shop/web:1.2.0
            5 resources of 3 kinds

            """,
            (await run.RunAsync("template", "r", "c", "--summary")).OutputText);
        Assert.Equal(
            """
            CustomResourceDefinition    1  things.x
            Deployment                  2  r-web, r-worker
            Service                     2  one, two
            image                          shop/web:1.2.0
            5 resources of 3 kinds

            """,
            (await run.RunAsync("template", "r", "c", "--summary", "--no-hooks", "--include-crds")).OutputText);
    }

    /// <summary>P-155.</summary>
    [Theory]
    [InlineData("Deployment", null)]
    [InlineData("Deployment=2,Service=2,Pod/r-test", null)]
    [InlineData("Deployment/r-web,image=shop/web:1.2.0,Ingress=0", null)]
    [InlineData("Ingress", "there is no Ingress")]
    [InlineData("Deployment=3", "Deployment: 2 rendered, not 3")]
    [InlineData("Deployment/web,Ingress", "there is no Deployment web; there is no Ingress")]
    [InlineData("image=shop/web:1.3.0", "no container has the image shop/web:1.3.0")]
    public async Task P_155_Expected_resources_are_there_with_their_images(string expectation, string? complaint)
    {
        using var run = Chart();
        var plain = await run.RunAsync("template", "r", "c");
        var result = await run.RunAsync("template", "r", "c", "--expect", expectation);
        Assert.Equal(
            complaint is null
                ? (0, plain.OutputText, "")
                : (1, "", $"Error: the rendering is not what --expect says: {complaint}\nhint: --summary shows what there is\n"),
            (result.Exit, result.OutputText, result.ErrorText));
    }

    /// <summary>P-155.</summary>
    [Fact]
    public async Task P_155_Missing_limits_moving_tags_and_plaintext_secrets_fail_a_check()
    {
        using var run = Chart();
        var rules = "--advise=K-110,K-113,plaintext";
        var result = await run.RunAsync("lint", "c", rules, "--strict");
        Assert.Equal(1, result.Exit);
        Assert.Contains(
            "K-113: container web of Deployment test-release-worker has no requests.cpu, requests.memory, limits.cpu, limits.memory\n",
            result.OutputText,
            StringComparison.Ordinal);
        run.Write("good.yaml", "resources: {limits: {cpu: 1, memory: 1Gi}}\n");
        Assert.Equal(0, (await run.RunAsync("lint", "c", rules, "--strict", "-f", "good.yaml")).Exit);
        run.Write("bad.yaml", $"resources: {{limits: {{cpu: 1, memory: 1Gi}}}}\ntag: latest\npassword: {VerbRun.Canary}Xk29fLq8\n");
        result = await run.RunAsync("lint", "c", rules, "--strict", "-f", "bad.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("K-110: image \"shop/web:latest\" has the tag latest, which moves\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("[WARNING] bad.yaml:3: plaintext: secret in plain text at password", result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("Deployment=x")]
    [InlineData("Deployment=-1")]
    [InlineData("/web")]
    public async Task Other_expectations_are_refused(string expectation)
    {
        using var run = Chart();
        var result = await run.RunAsync("template", "r", "c", "--expect", "Deployment," + expectation);
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.StartsWith($"Error: --expect does not take \"{expectation}\"\nhint: ", result.ErrorText, StringComparison.Ordinal);
    }

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", "tag: \"1.2.0\"\nresources: {}\n");
        run.Write("c/crds/thing.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.x}\n");
        run.Write("c/templates/a.yaml", """
            {{- range list "web" "worker" }}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: {{ $.Release.Name }}-{{ . }}}
            spec: {selector: {matchLabels: {a: b}}, template: {spec: {containers: [{name: web, image: "shop/web:{{ $.Values.tag }}", resources: {{ toJson $.Values.resources }}}]}}}
            {{- end }}
            ---
            kind: List
            metadata: {name: both}
            items: [{apiVersion: v1, kind: Service, metadata: {name: one}}, {apiVersion: v1, kind: Service, metadata: {name: two}}]
            ---
            # Nothing.

            """);
        run.Write("c/templates/tests/t.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: r-test, annotations: {helm.sh/hook: " +
            "test}}\nspec: {containers: [{name: a, image: \"busybox:1.36\"}]}\n");
        return run;
    }
}
