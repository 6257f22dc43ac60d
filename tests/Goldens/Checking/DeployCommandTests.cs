namespace SecretsKit.Goldens.Checking;

/// <summary>
/// K-055, K-056, K-058, K-127, K-128, K-134, K-135 of P-055, P-056, P-058, P-127, P-128, P-134, P-135: deploys in scripts and files of CI
/// systems.
/// </summary>
public sealed class DeployCommandTests
{
    private const string Safe = "helm upgrade --install web ./chart -n shop --rollback-on-failure --timeout 5m";

    public static TheoryData<string, string> Commands => new()
    {
        { Safe, "" },
        { "helm3 upgrade web ./chart --namespace=shop --atomic --timeout=10m --history-max 10", "" },
        { "helm upgrade web ./chart -n shop", "unsafe-upgrade" },
        { "secretskit helm upgrade web ./chart -n shop", "unsafe-upgrade" },
        { "helm secrets upgrade web ./chart -n shop -f secrets.yaml", "unsafe-upgrade" },
        { "helm --kube-context prod upgrade web ./chart -n shop --dry-run=client", "" },
        { "helm install web ./chart", "unnamed-namespace" },
        { "cd x && /usr/local/bin/helm upgrade web ./chart --wait && helm list -n shop", "unnamed-namespace" },
        { Safe.Replace("5m", "90s", StringComparison.Ordinal), "short-timeout" },
        { Safe + " --history-max 0", "history-limit" },
        { Safe + " --history-max 2", "history-limit" },
        { Safe + " --history-max 3", "" },
        { Safe + " --history-max 3 -f values/staging.yaml", "history-limit" },
        { Safe + " --history-max 5 -f values/staging.yaml", "" },
        { Safe + " --history-max 5 -f values/prod.yaml", "history-limit" },
        { Safe + " --max-history 15 -f values/prod.yaml", "" },
        { Safe + " --max-history 50", "history-limit" },
        { Safe + " --history-max $KEPT", "" },
        { Safe.Replace("./chart", "web --repo https://charts.example.com", StringComparison.Ordinal), "unpinned-chart" },
        { Safe.Replace("./chart", "oci://registry.example.com/web", StringComparison.Ordinal), "unpinned-chart" },
        { Safe.Replace("./chart", "oci://registry.example.com/web@sha256:00", StringComparison.Ordinal), "" },
        { Safe.Replace("./chart", "oci://registry.example.com/web --version ^1.2", StringComparison.Ordinal), "unpinned-chart" },
        { Safe.Replace("./chart", "oci://registry.example.com/web --version 1.2.3", StringComparison.Ordinal), "" },
        { Safe.Replace("./chart", "oci://registry.example.com/web --version $VERSION", StringComparison.Ordinal), "" },
        { Safe.Replace(" web ", " My_App ", StringComparison.Ordinal), "release-name" },
        { Safe.Replace(" web ", " team-web-prod ", StringComparison.Ordinal), "" },
        { Safe.Replace(" web ", " $APP-$ENV ", StringComparison.Ordinal), "" },
        { Safe.Replace("-n shop", "-n default", StringComparison.Ordinal), "default-namespace" },
        { "# helm upgrade web ./chart", "" },
        { "echo helm upgrade web ./chart", "" },
        { "helm lint ./chart", "" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task What_is_unsafe_about_a_deploy_is_a_note(string command, string rule)
    {
        using var run = new CheckRun();
        run.Write("deploy.sh", "#!/bin/sh\n" + command + "\n");
        Assert.Equal(rule.Length == 0 ? "" : $"{rule} note deploy.sh:2", (await run.FindingsAsync()).TrimEnd());
        Assert.Equal(0, (await run.CheckAsync()).Exit);
    }

    [Theory]
    [InlineData(".github/workflows/deploy.yaml", "jobs: {a: {steps: [{run: 'helm upgrade web ./chart -n shop'}]}}\n", 1)]
    [InlineData(".gitlab-ci.yml", "deploy:\n  script:\n    - >\n      helm upgrade web ./chart \\\n        -n shop\n", 4)]
    [InlineData("Makefile", "deploy:\n\thelm upgrade web ./chart \\\n\t  -n shop\n", 2)]
    [InlineData("Jenkinsfile", "sh 'helm upgrade web ./chart -n shop'\n", 1)]
    public async Task Files_of_pipelines_are_read(string file, string text, int line)
    {
        using var run = new CheckRun();
        run.Write(file, text);
        Assert.Equal($"unsafe-upgrade note {file}:{line}", (await run.FindingsAsync()).TrimEnd());
    }

    [Fact]
    public async Task Words_for_people_are_not_read()
    {
        using var run = new CheckRun();
        run.Write("README.md", "helm upgrade web ./chart\n");
        Assert.Equal("", await run.FindingsAsync());
    }

    [Theory]
    [InlineData("K-055")]
    [InlineData("unsafe-upgrade")]
    public async Task Each_rule_has_a_switch(string rule)
    {
        using var run = new CheckRun();
        run.Write("deploy.sh", "helm upgrade web ./chart -n shop\n");
        Assert.Equal("", await run.FindingsAsync("--skip", rule));
    }
}
