using SecretsKit.Cli;
using SecretsKit.Cli.Framework;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Completion;

/// <summary>What may stand at the cursor, word by word. The last word is being typed.</summary>
public sealed class CompletionTests
{
    private static async Task<string[]> CompleteAsync(string program, params string[] words)
    {
        using var run = new VerbRun { ProgramName = program };
        var result = await run.RunAsync(["__complete", .. words]);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        return [.. result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0])];
    }

    [Fact]
    public async Task Every_verb_is_offered_with_its_summary()
    {
        using var run = new VerbRun();
        var lines = (await run.RunAsync("__complete", "")).OutputText.Split('\n');
        Assert.All(OwnVerbs.Table.All, verb => Assert.Contains($"{verb.Name}\t{verb.Summary}", lines));
        Assert.Contains("sops", lines.Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task Every_option_of_every_verb_is_offered()
    {
        using var run = new VerbRun();
        foreach (var verb in OwnVerbs.Table.All)
        {
            var offered = await CompleteAsync("secretskit", verb.Name, "-");
            var words = verb.Create(new(Host(run))).Words;
            Assert.All(words.Options.Where(option => !option.Hidden), option => Assert.Contains(option.Name, offered));
        }
    }

    [Theory]
    [InlineData("e", "enc,edit")]
    [InlineData("help|qui", "quickstart")]
    [InlineData("--v", "--version")]
    [InlineData("enc|--input-type|", "binary,dotenv,ini,json,yaml")]
    [InlineData("enc|--input-type|=|js", "json")]
    [InlineData("enc|--input-type=y", "--input-type=yaml")]
    [InlineData("enc|", ":files")]
    [InlineData("enc|a.yaml|b", ":files")]
    [InlineData("view|a.yaml|", "")]
    [InlineData("enc|--|-", ":files")]
    [InlineData("enc|--config|", ":files")]
    [InlineData("enc|--age|", "")]
    [InlineData("groups|", "list,add,delete")]
    [InlineData("groups|d", "delete")]
    [InlineData("sync|e", "explain")]
    [InlineData("sync|orders|--filena", "--filename")]
    [InlineData("sync|--filename|", ":files")]
    [InlineData("sync|lint|--skip|unknown-s", "unknown-store")]
    [InlineData("groups|list|--output|", "json,text")]
    [InlineData("groups|delete|", ":files")]
    [InlineData("set|", ":files")]
    [InlineData("set|a.yaml|", "")]
    [InlineData("completion|", "bash,fish,powershell,zsh")]
    [InlineData("nonsense|", "")]
    [InlineData("sops|dec", "decrypt,:files")]
    [InlineData("sops|decrypt|--input-type|", "binary,dotenv,ini,json,yaml")]
    [InlineData("sops|decrypt|--input-type|json|", ":files")]
    [InlineData("sops|--config|c.yaml|groups|", "add,delete,:files")]
    [InlineData("sops|decrypt|--ignore", "--ignore-mac")]
    [InlineData("sops|encrypt|--age|", "")]
    [InlineData("sops|completion|z", "zsh")]
    [InlineData("secrets|cl", "clean")]
    [InlineData("secrets|-b|", "sops,vals,noop")]
    [InlineData(
        "secrets|--evaluate-templates|",
        "true,false,encrypt,decrypt,edit,enc,dec,view,clean,patch,dir,downloader,secrets-getter,post-renderer")]
    [InlineData("secrets|-q|decrypt|--t", "--terraform")]
    [InlineData("secrets|patch|", "windows,unix")]
    public async Task Offers_what_may_stand_there(string words, string expected)
    {
        var offered = await CompleteAsync("secretskit", words.Split('|'));
        Assert.All(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), text => Assert.Contains(text, offered));
        if (expected is "" or ":files" || words.EndsWith('|'))
        {
            Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), offered);
        }
    }

    [Theory]
    [InlineData("set|s.yaml|data", "database,database.password,database.users,database.users[0],database.users[1]")]
    [InlineData("unset|s.yaml|database.p|database.u", "database.users,database.users[0],database.users[1]")]
    [InlineData("view|s.yaml|--extract|tls", "tls,tls.ca.crt")]
    [InlineData("exec-env|s.yaml|--extract|so", "")]
    [InlineData("set|missing.yaml|d", "")]
    [InlineData("set|broken.yaml|d", "")]
    [InlineData("check|--skip|plain", "plaintext-file,plaintext-secret")]
    [InlineData("check|--explain|plaint", "plaintext-file,plaintext-secret")]
    [InlineData("exec-env|s.yaml|--|in-p", "in-path,:files")]
    [InlineData("exec-env|s.yaml|--|in-path|in-p", ":files")]
    public async Task Keys_of_files_rules_and_programs_are_offered_without_any_key(string words, string expected)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", $"database:\n  password: {VerbRun.Canary}\n  users: [a, b]\n\"with blank\": 1\ntls: {{ca.crt: x}}\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Write("broken.yaml", "a: [");
        run.Write("bin/in-path", "");
        run.Write("bin/in-plain", "");
        File.SetUnixFileMode(Path.Combine(run.Path, "bin/in-path"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        run.Variables["PATH"] = Path.Combine(run.Path, "bin");
        var result = await run.RunAsync(["__complete", .. words.Split('|')]);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.Equal(
            expected.Split(',', StringSplitOptions.RemoveEmptyEntries),
            result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("enc|--age|", "age1alice\tAlice,age1bob\tBob,age1carol")]
    [InlineData("enc|--age|bo", "age1bob\tBob")]
    [InlineData("enc|--age|age1c", "age1carol")]
    [InlineData("enc|--age=age1alice,", "--age=age1alice,age1bob\tBob,--age=age1alice,age1carol")]
    [InlineData("enc|--pgp|", "FBC7B9E2A4F9289AC0C1D4843D16CEE4A27381B4\tops")]
    [InlineData("enc|--kms|", "arn:aws:kms:eu-central-1:111122223333:key/a")]
    [InlineData("enc|--config|elsewhere.yaml|--hckms|", "")]
    [InlineData("rotate|--add-age|", "age1alice\tAlice,age1bob\tBob,age1carol")]
    [InlineData("rotate|s.yaml|--rm-age|", "OWN")]
    [InlineData("sops|encrypt|--age|al", "age1alice\tAlice")]
    [InlineData("sops|rotate|-i|s.yaml|--rm-age|", "OWN")]
    [InlineData("sops|--pgp=", "--pgp=FBC7B9E2A4F9289AC0C1D4843D16CEE4A27381B4\tops")]
    [InlineData("sops|groups|add|--age|bob", "age1bob\tBob")]
    public async Task Recipients_are_offered_by_name(string words, string expected)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: x\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        var own = VerbRun.Recipient("a1");
        run.Write(".sops.yaml", """
            creation_rules:
              - path_regex: prod/
                key_groups:
                  - age:
                      - age1alice # Alice
                      - age1bob # Bob
                      - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKX carol
                    pgp: [&ops FBC7B9E2A4F9289AC0C1D4843D16CEE4A27381B4]
              - age: age1carol
                kms: arn:aws:kms:eu-central-1:111122223333:key/a
            """);
        var result = await run.RunAsync(["__complete", .. words.Split('|')]);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));

        // Commas are in lists, too.
        Assert.Equal(expected.Replace("OWN", own, StringComparison.Ordinal) is var text && text.Length > 0 ? text + "," : "",
            string.Concat(result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line + ",")));
    }

    [Theory]
    [InlineData("not: [a rule")]
    [InlineData("creation_rules: 5\n")]
    [InlineData("creation_rules:\n  - age: 7\n    pgp: {a: b}\n")]
    public async Task A_configuration_that_cannot_be_read_has_no_recipients_to_offer(string config)
    {
        using var run = new VerbRun();
        run.Write(".sops.yaml", config);
        run.Write("s.yaml", "sops: 1\n");
        foreach (var words in (string[][])[["enc", "--age", ""], ["sops", "rotate", "s.yaml", "--rm-age", ""]])
        {
            var result = await run.RunAsync(["__complete", .. words]);
            Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        }
    }

    [Theory]
    [InlineData("help|json", "json")]
    [InlineData("help|hel", "helm")]
    [InlineData("help|groups|", "list,add,delete")]
    [InlineData("help|helm|get|val", "values")]
    [InlineData("check|--explain|K-12", "")]
    [InlineData("lint|--output|", "human,json,sarif")]
    [InlineData("template|--advise=mist", "--advise=mistakes")]
    public async Task Topics_and_words_of_our_own_flags_are_offered(string words, string expected) =>
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), await CompleteAsync("secretskit", words.Split('|')));

    [Theory]
    [InlineData("sops", "filest", "filestatus")]
    [InlineData("helm-secrets", "vie", "view")]
    public async Task A_link_completes_the_tool_of_its_name(string program, string word, string expected) =>
        Assert.Contains(expected, await CompleteAsync(program, word));

    [Theory]
    [InlineData("sops", "", "decrypt")]
    [InlineData("sops", "decrypt --ig", "--ignore-mac")]
    [InlineData("sops", "decrypt --input-type", "--input-type")]
    [InlineData("sops", "decrypt --input-type", "json")]
    public async Task Scripts_of_the_reference_are_answered_too(string program, string words, string expected)
    {
        using var run = new VerbRun { ProgramName = program };
        var result = await run.RunAsync([.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--generate-bash-completion"]);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.Contains(expected, result.OutputText.Split('\n'));
    }

    [Fact]
    public async Task An_unknown_shell_is_refused()
    {
        using var run = new VerbRun();
        Assert.Equal(64, (await run.RunAsync("completion", "tcsh")).Exit);
        Assert.Equal(1, (await run.RunAsync("sops", "completion", "tcsh")).Exit);
    }

    private static Cli.Hosting.CliHost Host(VerbRun run) => new()
    {
        Redaction = new(),
        Environment = new SecretsKit.Platform.HostEnvironment(run.Variables, run.Path),
        Input = Stream.Null,
        Output = Stream.Null,
        Error = Stream.Null,
        Prompt = new SecretsKit.Platform.Terminal.TerminalPassphrasePrompt(),
        Clock = TimeProvider.System,
    };
}
