using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Completion;

/// <summary>The hidden command of the helm dialect answers as Cobra does for Helm 4.2 and 3.19. The last word is being typed.</summary>
public sealed class HelmCompletionTests
{
    private const string NoMore = "_activeHelp_ This command does not take any more arguments (but may accept flags).";
    private const string Files = ":0 ShellCompDirectiveDefault";
    private const string NoFiles = ":4 ShellCompDirectiveNoFileComp";
    private const string NoSpace = ":2 ShellCompDirectiveNoSpace";
    private const string Failed = ":1 ShellCompDirectiveError";
    private const string Formats =
        "json\tOutput result in JSON format|table\tOutput result in human-readable format|yaml\tOutput result in YAML format|" + NoFiles;

    private const string Charts =
        "stable/\thttps://example.com/stable|test/\thttps://example.com/test|oci://\tChart OCI prefix|https://\tChart URL prefix|"
        + "http://\tChart URL prefix|file://\tChart local URL prefix|./\tRelative path prefix to local chart|"
        + "/\tAbsolute path prefix to local chart|" + NoSpace;

    private const string Fetched =
        "stable/\thttps://example.com/stable|test/\thttps://example.com/test|oci://\tChart OCI prefix|https://\tChart URL prefix|"
        + "http://\tChart URL prefix|file://\tChart local URL prefix|:6 ShellCompDirectiveNoSpace, ShellCompDirectiveNoFileComp";

    private static VerbRun NewRun(string program)
    {
        var run = new VerbRun { ProgramName = program };
        run.Write("config/repositories.yaml", """
            apiVersion: ""
            repositories:
            - name: stable
              url: https://example.com/stable
            - name: test
              url: https://example.com/test
            """);
        run.Write("cache/test-charts.txt", "alpine\nnginx\n");
        run.Write("cache/stable-index.yaml", """
            apiVersion: v1
            entries:
              web:
              - {name: web, version: 1.2.0, appVersion: "7.1", created: "2024-02-03T10:00:00Z", apiVersion: v2}
              - {name: web, version: 1.10.0, created: "2025-11-30T23:59:59+02:00", apiVersion: v2, deprecated: true}
              agent:
              - {name: agent, version: 0.1.0, apiVersion: v2}
            """);
        run.Write("kube/config", """
            contexts:
            - {name: prod, context: {cluster: big}}
            - {name: dev, context: {cluster: small}}
            """);
        run.Write("testdata.tgz", "");
        run.Variables["HELM_REPOSITORY_CONFIG"] = run.File("config/repositories.yaml");
        run.Variables["HELM_REPOSITORY_CACHE"] = run.File("cache");
        run.Variables["KUBECONFIG"] = run.File("kube/config");
        return run;
    }

    private static async Task<(string Output, string Error)> CompleteAsync(VerbRun run, params string[] words)
    {
        var result = await run.RunAsync(words);
        Assert.Equal(0, result.Exit);
        return (result.OutputText, result.ErrorText);
    }

    private static async Task AssertAsync(string program, string words, string expected)
    {
        using var run = NewRun(program);
        var (output, error) = await CompleteAsync(run, ["__complete", .. words.Split('|')]);
        var lines = expected.Split('|');
        var failures = lines.Where(line => line.StartsWith('!')).Select(line => $"[Debug] [Error] {line[1..]}\n");
        var directive = lines[^1].Split(' ', 2);
        var candidates = lines[..^1].Where(line => !line.StartsWith('!')).Select(line => line + "\n");
        Assert.Equal(string.Concat(candidates) + directive[0] + "\n", output);
        Assert.Equal(string.Concat(failures) + $"Completion ended with directive: {directive[1]}\n", error);
    }

    [Theory]
    [InlineData("", "rel", NoFiles)]
    [InlineData(
        "",
        "ver",
        "verify\tverify that a chart at the given path has been signed and is valid|"
        + "version\tprint the helm version information|" + NoFiles)]
    [InlineData("3", "versi", "version\tprint the client version information|" + NoFiles)]
    [InlineData("", "--debug|-n|x|temp", "template\tlocally render templates|" + NoFiles)]
    [InlineData(
        "",
        "repo|",
        "add\tadd a chart repository|index\tgenerate an index file given a directory containing packaged charts|"
        + "list\tlist chart repositories|remove\tremove one or more chart repositories|"
        + "update\tupdate information of available charts locally from chart repositories|" + NoFiles)]
    [InlineData("", "plugin|p", "package\tpackage a plugin directory into a plugin archive|" + NoFiles)]
    [InlineData("3", "plugin|p", NoFiles)]
    [InlineData("", "completion|b", "bash\tgenerate autocompletion script for bash|" + NoFiles)]
    [InlineData("", "completion|bash|", NoMore + "|" + NoFiles)]
    [InlineData("", "help|regi", "registry\tlogin to or logout from a registry|" + NoFiles)]
    [InlineData(
        "",
        "help|search|",
        "hub\tsearch for charts in the Artifact Hub or your own hub instance|"
        + "repo\tsearch repositories for a keyword in charts|" + NoFiles)]
    [InlineData("", "help|bogus|", NoFiles)]
    [InlineData("", "bogus|", "!unable to find a command for arguments: [bogus]|" + Files)]
    [InlineData("", "bogus|x|", "!unable to find a command for arguments: [bogus x]|" + Files)]
    [InlineData("", "repo|bogus|", Files)]
    public Task Commands_are_offered_with_what_they_are_for(string generation, string words, string expected) =>
        AssertAsync("helm" + generation, words, expected);

    [Theory]
    [InlineData("vie", "view")]
    [InlineData("encrypt|--in", "--inline")]
    public async Task Commands_of_helm_secrets_are_offered_without_a_plugin(string words, string expected)
    {
        using var run = NewRun("helm");
        var (output, _) = await CompleteAsync(run, ["__complete", "secrets", .. words.Split('|')]);
        Assert.Contains(expected, output.Split('\n').Select(line => line.Split('\t')[0]));
        Assert.EndsWith("\n:4\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unit", "unittest", ":4")]
    [InlineData("dif", "diff", ":4")]
    [InlineData("secr", "secrets", ":4")]
    [InlineData("unittest|--out", "--output-file", ":4")]
    [InlineData("diff|up", "upgrade", ":4")]
    [InlineData("diff|upgrade|--three", "--three-way-merge", ":4")]
    public async Task Commands_that_are_plugins_elsewhere_are_offered_once_they_are_begun(string words, string expected, string end)
    {
        using var run = NewRun("helm");
        var (output, _) = await CompleteAsync(run, ["__complete", .. words.Split('|')]);
        Assert.Contains(expected, output.Split('\n').Select(line => line.Split('\t')[0]));
        Assert.EndsWith($"\n{end}\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nunittest\t", (await CompleteAsync(run, "__complete", "")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "list|--output|", Formats)]
    [InlineData("3", "list|--output|", Formats)]
    [InlineData("", "list|-o|", Formats)]
    [InlineData("", "list|-qo|", Formats)]
    [InlineData("", "list|--output=j", Formats)]
    [InlineData("", "list|-o=", Formats)]
    [InlineData(
        "",
        "list|-o|text|",
        "!Error while parsing flags from args [-o text]: invalid argument \"text\" for \"-o, --output\" flag: invalid "
        + "format type|" + Files)]
    [InlineData("", "--color|a", "never|auto|always|" + NoFiles)]
    [InlineData("3", "--color|a", "!Error while parsing flags from args [--color]: unknown flag: --color|" + Files)]
    [InlineData("", "--kube-context|", "dev\tsmall|prod\tbig|" + NoFiles)]
    [InlineData("", "list|--namespace|", Files)]
    [InlineData("", "install|--set|", Files)]
    [InlineData(
        "",
        "install|--timeout|soon|",
        "!Error while parsing flags from args [--timeout soon]: invalid argument \"soon\" for \"--timeout\" flag: "
        + "time: invalid duration \"soon\"|" + Files)]
    [InlineData("", "install|--bogus|", "!Error while parsing flags from args [--bogus]: unknown flag: --bogus|" + Files)]
    [InlineData("", "install|--bogus=x", "!Subcommand 'install' does not support flag 'bogus'|" + Files)]
    [InlineData(
        "",
        "show|chart|stable/web|--version|",
        "1.10.0\tCreated: November 30, 2025 (deprecated)|1.2.0\tApp: 7.1, Created: February 3, 2024|" + NoFiles)]
    [InlineData("3", "pull|stable/agent|--version|", "0.1.0\tCreated: January 1, 0001|" + NoFiles)]
    [InlineData("", "install|name|stable/agent|--version|", "0.1.0\tCreated: January 1, 0001|" + NoFiles)]
    [InlineData("", "install|-g|stable/agent|--version|", "0.1.0\tCreated: January 1, 0001|" + NoFiles)]
    [InlineData("", "install|stable/agent|--version|", NoFiles)]
    [InlineData("", "upgrade|name|stable/agent|--version=", "0.1.0\tCreated: January 1, 0001|" + NoFiles)]
    [InlineData("", "status|name|--revision|", Failed)]
    [InlineData("", "status|--revision|", NoFiles)]
    [InlineData("", "docs|--type|", "bash|man|markdown|" + NoFiles)]
    public Task Values_of_flags_are_offered(string generation, string words, string expected) =>
        AssertAsync("helm" + generation, words, expected);

    [Theory]
    [InlineData("create|", Files)]
    [InlineData("create|a|", NoMore + "|" + NoFiles)]
    [InlineData("dependency|build|", Files)]
    [InlineData("lint|", Files)]
    [InlineData("package|", Files)]
    [InlineData("verify|", Files)]
    [InlineData("verify|a|", NoMore + "|" + NoFiles)]
    [InlineData("show|values|", Charts)]
    [InlineData("inspect|values|", Charts)]
    [InlineData("show|values|a|", NoMore + "|" + NoFiles)]
    [InlineData("show|all|te", "test/\thttps://example.com/test|testdata.tgz|" + NoSpace)]
    [InlineData("show|all|test/", "test/alpine|test/nginx|" + Files)]
    [InlineData("show|all|stable/", "stable/agent|stable/web|" + Files)]
    [InlineData("show|all|xy", Files)]
    [InlineData("show|all|ht", "https://\tChart URL prefix|http://\tChart URL prefix|" + NoSpace)]
    [InlineData("show|all|https://x", Files)]
    [InlineData("install|", NoFiles)]
    [InlineData("install|name|", Charts)]
    [InlineData("install|-g|", Charts)]
    [InlineData("install|--generate-name|a|", NoFiles)]
    [InlineData("template|name|chart|", NoFiles)]
    [InlineData("upgrade|", Files)]
    [InlineData("upgrade|name|", Charts)]
    [InlineData("upgrade|name|chart|", NoMore + "|" + NoFiles)]
    [InlineData("pull|", Fetched)]
    [InlineData("fetch|a|", NoFiles)]
    [InlineData("push|", Files)]
    [InlineData("push|a|", "oci://|:6 ShellCompDirectiveNoSpace, ShellCompDirectiveNoFileComp")]
    [InlineData("push|a|b|", NoMore + "|" + NoFiles)]
    [InlineData("registry|login|", NoFiles)]
    [InlineData("repo|add|", NoFiles)]
    [InlineData("repo|add|a|b|", NoMore + "|" + NoFiles)]
    [InlineData("repo|index|", Files)]
    [InlineData("repo|list|", NoMore + "|" + NoFiles)]
    [InlineData("repo|remove|", "stable\thttps://example.com/stable|test\thttps://example.com/test|" + NoFiles)]
    [InlineData("repo|rm|test|", "stable\thttps://example.com/stable|" + NoFiles)]
    [InlineData("repo|update|stable|t", "test\thttps://example.com/test|" + NoFiles)]
    [InlineData("search|repo|", Files)]
    [InlineData("plugin|install|", Files)]
    [InlineData("plugin|uninstall|", NoFiles)]
    [InlineData("env|HELM_BIN|", NoMore + "|" + NoFiles)]
    [InlineData("version|", NoMore + "|" + NoFiles)]
    [InlineData("list|", NoMore + "|" + NoFiles)]
    [InlineData("status|", Files)]
    [InlineData("get|all|a|", NoMore + "|" + NoFiles)]
    [InlineData("rollback|a|", Failed)]
    [InlineData("rollback|a|1|", NoMore + "|" + NoFiles)]
    [InlineData("uninstall|a|", Files)]
    [InlineData("list|--help|", NoFiles)]
    public async Task Arguments_are_offered(string words, string expected)
    {
        await AssertAsync("helm", words, expected);
        await AssertAsync("helm3", words, expected);
    }

    [Theory]
    [InlineData("", "repo|remove|--h", "--help\thelp for remove|" + NoFiles)]
    [InlineData("", "repo|list|-o", "-o\tprints the output in the specified format. Allowed values: table, json, yaml|" + NoFiles)]
    [InlineData(
        "",
        "status|--re",
        "--registry-config\tpath to the registry config file|"
        + "--repository-cache\tpath to the directory containing cached repository indexes|"
        + "--repository-config\tpath to the file containing repository names and URLs|"
        + "--revision\tif set, display the status of the named release with revision|" + NoFiles)]
    [InlineData("", "lint|--quiet|--qui", NoFiles)]
    [InlineData("", "lint|--set|a=b|--set-l", "--set-literal\tset a literal STRING value on the command line|" + NoFiles)]
    [InlineData("", "search|hub|-o|json|--out", NoFiles)]
    [InlineData("", "lint|-f|a|--values|b|--val", "--values\tspecify values in a YAML file or a URL (can specify multiple)|" + NoFiles)]
    [InlineData("", "upgrade|--force-replace|--force", NoFiles)]
    [InlineData(
        "",
        "rollback|--force",
        "--force-conflicts\tif set server-side apply will force changes against conflicts|"
        + "--force-replace\tforce resource updates by replacement|" + NoFiles)]
    [InlineData("3", "rollback|--force", "--force\tforce resource update through delete/recreate if needed|" + NoFiles)]
    [InlineData("", "install|--ato", NoFiles)]
    [InlineData("", "version|--cl", NoFiles)]
    [InlineData("", "template|--|--se", NoFiles)]
    [InlineData(
        "3",
        "status|--show",
        "--show-desc\tif set, display the description message of the named release|"
        + "--show-resources\tif set, display the resources of the named release|" + NoFiles)]
    public Task Flags_are_offered_unless_they_are_typed_already(string generation, string words, string expected) =>
        AssertAsync("helm" + generation, words, expected);

    [Theory]
    [InlineData("helm", 26)]
    [InlineData("helm3", 26)]
    public async Task All_commands_of_the_reference_are_offered_in_order(string program, int count)
    {
        using var run = NewRun(program);
        var lines = (await CompleteAsync(run, "__complete", "")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(count + 1, lines.Length);
        Assert.Equal(lines[..^1].Order(StringComparer.Ordinal), lines[..^1]);
        Assert.All(lines[..^1], line => Assert.Matches("^[a-z]+\t.", line));
    }

    [Fact]
    public async Task Names_of_settings_are_offered()
    {
        using var run = NewRun("helm");
        var (output, _) = await CompleteAsync(run, "__complete", "env", "x");
        Assert.StartsWith("HELM_BIN\nHELM_BURST_LIMIT\nHELM_CACHE_HOME\n", output, StringComparison.Ordinal);
        Assert.Contains("HELM_CONTENT_CACHE\n", output, StringComparison.Ordinal);
        Assert.EndsWith("HELM_REPOSITORY_CONFIG\n:4\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__completeNoDesc", "", "", "create\n:4\n")]
    [InlineData("__complete", "HELM_COMPLETION_DESCRIPTIONS", "false", "create\n:4\n")]
    [InlineData("__complete", "COBRA_COMPLETION_DESCRIPTIONS", "0", "create\n:4\n")]
    [InlineData("__complete", "", "", "create\tcreate a new chart with the given name\n:4\n")]
    public async Task Descriptions_can_be_left_out(string word, string variable, string value, string expected)
    {
        using var run = NewRun("helm");
        run.Variables[variable.Length == 0 ? "UNRELATED" : variable] = value;
        Assert.Equal(expected, (await CompleteAsync(run, word, "cr")).Output);
    }

    [Theory]
    [InlineData("HELM_ACTIVE_HELP")]
    [InlineData("COBRA_ACTIVE_HELP")]
    public async Task Notes_for_people_can_be_left_out(string variable)
    {
        using var run = NewRun("helm");
        run.Variables[variable] = "0";
        Assert.Equal(":4\n", (await CompleteAsync(run, "__complete", "version", "")).Output);
    }

    [Fact]
    public async Task Our_own_program_answers_for_its_helm_dialect_too()
    {
        using var run = NewRun("secretskit");
        Assert.Equal("lint\texamine a chart for possible issues\n:4\n", (await CompleteAsync(run, "helm", "__complete", "lin")).Output);
        Assert.StartsWith("lint\tChecks", (await CompleteAsync(run, "__complete", "helm", "lin")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_without_words_is_refused()
    {
        using var run = NewRun("helm");
        var result = await run.RunAsync("__complete");
        Assert.Equal((1, "Error: requires at least 1 arg(s), only received 0\n"), (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task Plugins_are_commands_and_complete_themselves()
    {
        using var run = NewRun("helm");
        run.Variables["HELM_PLUGINS"] = run.File("plugins");
        run.Write("plugins/echo/plugin.yaml", "name: echo\nversion: 0.1.0\nusage: says it again\ncommand: echo\n");
        run.Write("plugins/echo/completion.yaml", """
            flags: [loud, l]
            commands:
            - name: once
              flags: [quick]
              validArgs: [now, later]
            - name: twice
            """);
        run.Write("plugins/echo/plugin.complete", "#!/bin/sh\necho \"plugin.complete was called\"\necho \"$*\"\necho :4\n");
        File.SetUnixFileMode(run.File("plugins/echo/plugin.complete"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal("echo\tsays it again\n:4\n", (await CompleteAsync(run, "__complete", "ech")).Output);
        Assert.Equal("echo\tsays it again\n:4\n", (await CompleteAsync(run, "__complete", "plugin", "update", "")).Output);
        Assert.Equal("once\ntwice\n:4\n", (await CompleteAsync(run, "__complete", "echo", "")).Output);
        Assert.Equal("--loud\n:4\n", (await CompleteAsync(run, "__complete", "echo", "--lo")).Output);
        Assert.Equal("now\n:4\n", (await CompleteAsync(run, "__complete", "echo", "once", "n")).Output);
        Assert.Equal(
            "plugin.complete was called\ntwice --x a t\n:4\n",
            (await CompleteAsync(run, "__complete", "echo", "twice", "--x", "--namespace", "mine", "a", "t")).Output);
        run.Variables["HELM_NO_PLUGINS"] = "1";
        Assert.Equal(":4\n", (await CompleteAsync(run, "__complete", "ech")).Output);
    }
}
