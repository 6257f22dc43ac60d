using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>Programs that a pipeline has say whether a rendering is as it must be: policies, and scanners of images.</summary>
public sealed class RenderingCheckTests
{
    private const string Chart = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: r-web}
        spec:
          selector: {matchLabels: {a: b}}
          template:
            spec:
              initContainers: [{name: setup, image: "shop/setup:1.0.0"}]
              containers: [{name: web, image: "shop/web:{{ .Values.tag }}", env: [{name: PASSWORD, value: "{{ .Values.password }}"}]}]
        """;

    // A policy in the manner of conftest: it reads manifests, and says what it denies.
    private const string Policy = """
        #!/bin/sh
        input=$(cat)
        case $input in
        *"image: \"shop/web:latest\""*) echo "FAIL - - main - r-web: the tag latest moves"; echo "$input" | grep PASSWORD; exit 1 ;;
        *"kind: Deployment"*) echo "1 test, 1 passed" ;;
        *) exit 3 ;;
        esac
        """;

    // A scanner in the manner of trivy.
    private const string Scanner = """
        #!/bin/sh
        echo "$*" >>scanned
        case $3 in *setup*) echo "CVE-2026-0001 in $3" >&2; exit 5 ;; esac
        """;

    /// <summary>P-152.</summary>
    [Fact]
    public async Task P_152_A_policy_gets_the_rendering_and_what_it_denies_is_not_printed()
    {
        using var run = Prepared();
        var accepted = await run.RunAsync("template", "r", "c", "--policy", "./policy", "--set", "tag=1.2.0");
        Assert.Equal((0, ""), (accepted.Exit, accepted.ErrorText));
        Assert.Equal((await run.RunAsync("template", "r", "c", "--set", "tag=1.2.0")).OutputText, accepted.OutputText);

        var refused = await run.RunAsync("template", "r", "c", "--policy", "./policy", "--policy", "cat", "--set", "tag=latest");
        Assert.Equal((1, ""), (refused.Exit, refused.OutputText));
        Assert.StartsWith("FAIL - - main - r-web: the tag latest moves\n", refused.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith(
            "Error: the rendering is refused by ./policy (exit status 1)\nhint: what the programs say is above\n",
            refused.ErrorText,
            StringComparison.Ordinal);
    }

    /// <summary>P-152: the rules that need no other program, on what containers may do.</summary>
    [Theory]
    [InlineData("{runAsNonRoot: true, runAsUser: 1000, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false}", 0)]
    [InlineData("{privileged: true}", 1)]
    public async Task P_152_The_configuration_of_containers_is_scanned(string context, int exit)
    {
        using var run = Prepared();
        run.Write(
            "c/templates/a.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
                + $"spec: {{containers: [{{name: web, image: \"a:1\", securityContext: {context}}}]}}\n");
        var result = await run.RunAsync("lint", "c", "--advise=K-118", "--strict");
        Assert.Equal(exit, result.Exit);
        Assert.Equal(exit == 1, result.OutputText.Contains(
            "K-118: securityContext of container web of Pod p should have no privileged: true", StringComparison.Ordinal));
    }

    /// <summary>P-152: what a policy quotes is cleared of what was decrypted.</summary>
    [Fact]
    public async Task A_policy_that_quotes_a_decrypted_value_shows_none()
    {
        using var run = Prepared().WithKey();
        run.Write("secrets.yaml", $"password: {VerbRun.Canary}\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        var refused = await run.RunAsync("template", "r", "c", "--policy", "./policy", "--set", "tag=latest", "-f", "secrets.yaml");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("{name: PASSWORD, value: \"[REDACTED]\"}", refused.ErrorText, StringComparison.Ordinal);
    }

    /// <summary>P-153.</summary>
    [Theory]
    [InlineData("./scanner image --quiet")]
    [InlineData("./scanner image --quiet {}")]
    public async Task P_153_Each_image_is_scanned_once_and_those_that_fail_are_named(string scanner)
    {
        using var run = Prepared();
        var refused = await run.RunAsync("template", "r", "c", "--scan-images", scanner, "--summary");
        Assert.Equal((1, ""), (refused.Exit, refused.OutputText));
        Assert.Equal(
            "CVE-2026-0001 in shop/setup:1.0.0\n"
                + $"Error: the rendering is refused by shop/setup:1.0.0: {scanner} (exit status 5)\nhint: what the programs say is above\n",
            refused.ErrorText);
        Assert.Equal(
            "image --quiet busybox:1.36\nimage --quiet shop/setup:1.0.0\nimage --quiet shop/web:1.0.0\n",
            System.IO.File.ReadAllText(System.IO.Path.Combine(run.Path, "scanned")));
    }

    [Theory]
    [InlineData("no-such-program x", "exec: \"no-such-program\": executable file not found in $PATH: nothing was checked")]
    [InlineData(" ", "--policy and --scan-images take the words of a command")]
    public async Task A_program_that_is_not_there_is_no_consent(string command, string message)
    {
        using var run = Prepared();
        foreach (var flag in (string[])["--policy", "--scan-images"])
        {
            var result = await run.RunAsync("template", "r", "c", flag, command);
            Assert.Equal((1, ""), (result.Exit, result.OutputText));
            Assert.StartsWith($"Error: {message}\nhint: ", result.ErrorText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_post_renderer_would_change_afterwards_is_not_checked()
    {
        using var run = Prepared();
        run.Variables["SECRETSKIT_HELM"] = "3";
        var result = await run.RunAsync("template", "r", "c", "--policy", "./policy", "--post-renderer", "cat");
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.StartsWith(
            "Error: --post-renderer would change what --policy and --scan-images have checked\n",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    private static VerbRun Prepared()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", "tag: \"1.0.0\"\npassword: none\n");
        run.Write("c/templates/a.yaml", Chart);
        run.Write(
            "c/templates/test.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: r-test, annotations: {helm.sh/hook: test}}\n"
                + "spec: {containers: [{name: a, image: \"busybox:1.36\"}, {name: b, image: \"busybox:1.36\"}]}\n");
        foreach (var (name, text) in ((string, string)[])[("policy", Policy), ("scanner", Scanner)])
        {
            run.Write(name, text);
            System.IO.File.SetUnixFileMode(
                System.IO.Path.Combine(run.Path, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return run;
    }
}
