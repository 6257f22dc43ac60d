using System.Text;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Hostile;

/// <summary>
/// Every verb of every dialect on files, charts and repositories whose names and texts come from an
/// attacker: what people see stays text. Data that was asked for (plaintext, renderings) is as it is.
/// </summary>
public sealed class HostileFieldTests
{
    // @ stands for the hostile name; a row that begins with "data" prints data on standard output, one with
    // "lines" the lines of a program of the user.
    private static readonly string[] Verbs =
    [
        "enc @plain.yaml", "enc @missing.yaml", "enc @bad.yaml", "enc @kms.yaml", "enc @", "enc --age @ @plain.yaml",
        "enc --pgp @ @plain.yaml", "enc --config @ @plain.yaml",
        "dec @enc.yaml", "dec @kms.yaml", "dec @bad.yaml", "dec @missing.yaml", "dec @plain.yaml", "dec --output @/@ @enc.yaml",
        "dec @pgp.yaml", "dec @age.yaml",
        "view @kms.yaml", "view @bad.yaml", "view --extract @ @enc.yaml", "view --extract a.@ @enc.yaml", "view @version.yaml",
        "view @badmeta.yaml", "view @mac.yaml",
        "edit @missing/@.yaml", "edit @kms.yaml", "edit @enc.yaml", "set @enc.yaml @ v", "set @enc.yaml a.@ v", "set @enc.yaml list[9] v",
        "set @kms.yaml a v", "set @enc.yaml a @", "set --json @enc.yaml a @",
        "unset @enc.yaml @", "unset @enc.yaml a.b.@", "unset @kms.yaml a", "rotate @enc.yaml", "rotate @kms.yaml", "rotate .",
        "rotate --add-age @ @enc.yaml",
        "updatekeys -y @enc.yaml", "updatekeys -y @kms.yaml", "updatekeys --dry-run .", "updatekeys @kms.yaml", "groups list @kms.yaml",
        "groups list @enc.yaml", "groups add @kms.yaml --age @",
        "groups delete @kms.yaml 0", "filestatus @kms.yaml", "filestatus @enc.yaml", "filestatus .", "filestatus @plain.yaml", "check",
        "check --verify", "check @", "check --staged",
        "init --age @", "keygen -y @", "keygen --output @/@", "exec-env @kms.yaml -- @", "exec-env @enc.yaml -- @",
        "exec-env @bad.yaml -- true", "exec-file @kms.yaml -- cat {}", "exec-file @missing -- cat {}",
        "publish @enc.yaml", "publish @kms.yaml", "publish .", "git install", "git install @", "git resolve @enc.yaml", "git resolve @",
        "data git textconv @kms.yaml", "git merge @ @ @ @", "@", "@ @", "--@", "help @", "git @", "enc --@",
        "lint @", "lint chart", "lint --advise=all chart", "lint fail", "lint schema", "lint name", "lint parse", "lint chart -f @bad.yaml",
        "lint --set @=1 chart",
        "data template @ chart", "template r @", "template r missing@", "template r fail", "template r schema", "template r name",
        "template r parse", "template r parts", "template r include", "template r chart -f @bad.yaml",
        "template r chart -f @missing.yaml", "template r chart --set @", "template r chart --set-json a=@",
        "template r chart --set-file a=@missing", "template r chart -f @kms.yaml", "template r chart --show-only @",
        "template r chart --summary", "template r chart --expect @", "template r chart --expect @/@", "template r chart --output-dir out@",
        "template r deps", "template r chart --advise=all --summary", "template r chart --kube-version @",
        "data template r chart --version @",
        "diff chart chart --set a=b", "diff chart chart2", "diff -o markdown chart chart2", "diff -o summary chart chart2",
        "diff -o json chart chart2", "diff chart @", "diff chart fail", "diff chart schema", "diff a.yaml b.yaml",
        "diff -o markdown a.yaml b.yaml",
        "diff -C all a.yaml b.yaml", "values --origin chart", "values --origin chart -f v@.yaml", "values @", "values chart -f @bad.yaml",
        "quickstart @",
    ];

    private static readonly string[] Sops =
    [
        "-d @kms.yaml", "-d @bad.yaml", "-d @missing.yaml", "-d @plain.yaml", "-d @version.yaml", "-d @badmeta.yaml", "-d @mac.yaml",
        "-d @pgp.yaml", "-d @age.yaml", "-e @missing.yaml", "-e @bad.yaml", "-e @kms.yaml", "-e --age @ @plain.yaml",
        "-e --pgp @ @plain.yaml", "-e --kms @ @plain.yaml",
        "-e --config @ @plain.yaml", "decrypt @kms.yaml", "decrypt --extract @ @enc.yaml", "decrypt --extract [\"@\"] @enc.yaml",
        "decrypt --output @/@ @enc.yaml", "decrypt --input-type @ @bad.yaml", "encrypt @bad.yaml", "encrypt @enc.yaml", "edit @kms.yaml",
        "edit @missing/@.yaml",
        "set @kms.yaml [\"a\"] 1", "set @enc.yaml [\"@\"] @", "set @enc.yaml @ 1", "unset @enc.yaml [\"@\"]", "unset @enc.yaml @",
        "rotate @kms.yaml", "rotate --add-age @ @enc.yaml", "rotate --add-kms @ @enc.yaml", "updatekeys -y @kms.yaml",
        "updatekeys -y @plain.yaml", "updatekeys -y @missing.yaml",
        "updatekeys -y --config bad@.yaml @kms.yaml", "groups add --file @kms.yaml --age @", "groups delete --file @kms.yaml @",
        "groups delete --file @kms.yaml 9", "filestatus @kms.yaml", "filestatus @missing.yaml", "filestatus @bad.yaml", "publish @kms.yaml",
        "publish @missing.yaml",
        "exec-env @kms.yaml true", "exec-env @bad.yaml true", "exec-file @kms.yaml true", "@", "--@", "-d --@ x", "data -d @enc.yaml @ -@",
        "data --keyservice @ -d @enc.yaml", "--decryption-order @,@ -d @enc.yaml", "help @", "keyservice --addr @", "rotate -i @ @",
        "-d --config @ @kms.yaml",
    ];

    private static readonly string[] HelmSecrets =
    [
        "encrypt @plain.yaml", "encrypt @missing.yaml", "encrypt -i @bad.yaml", "decrypt @kms.yaml", "decrypt @missing.yaml",
        "decrypt @bad.yaml", "enc @plain2.yaml", "enc @missing.yaml", "dec @enc.yaml", "dec @kms.yaml", "dec @missing.yaml",
        "view @kms.yaml", "edit @kms.yaml", "edit @missing/@.yaml",
        "clean @", "clean .", "-b @ decrypt @enc.yaml", "template r chart -f @kms.yaml", "template r chart -f @missing.yaml",
        "template r chart -f secrets://@kms.yaml", "template r fail", "lint chart -f @bad.yaml", "downloader a b c secrets://@kms.yaml",
        "downloader a b c @://x",
        "@", "--@", "patch @", "data terraform @enc.yaml", "decrypt --terraform @kms.yaml", "--backend-args --@ decrypt @enc.yaml",
    ];

    private static readonly string[] Helm =
    [
        "data template @ chart", "template r @", "template r missing@", "template r fail", "template r schema", "template r name",
        "template r parse", "template r parts", "template r include", "template r deps", "template r chart -f @bad.yaml",
        "template r chart -f @missing.yaml", "template r chart --set @",
        "template r chart --set @[1]=2", "template r chart --set-json a=@", "template r chart --set-file a=@missing",
        "template r chart --show-only @", "template r chart --output-dir out@", "template r chart --kube-version @",
        "template r chart --post-renderer @", "lines template r chart --post-renderer ./post.sh",
        "template r conflict", "data template r chart --version @", "template r repo@/chart", "template r oci://@/x",
        "template r http://@/x", "template r --repo http://127.0.0.1:1/@ chart", "template r notyaml", "data --debug template r notyaml",
        "--debug template r fail", "lint @", "lint chart", "lint fail", "lint schema", "lint name",
        "lint parse", "lint deps", "lint --advise=all chart", "lint chart -f @bad.yaml", "lint missing", "show chart @",
        "data show all chart", "show values missing@", "dependency list deps", "dependency list @", "dependency list chart", "create new@",
        "create --starter @ new", "create @/@/new", "install r fail --dry-run=client",
        "install r @ --dry-run=client", "install @ chart --dry-run=client", "install r chart --dry-run=@",
        "template r chart --namespace @ --@", "@", "dependency @", "--@ template", "version --template {{@}}", "completion @", "env @",
    ];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            void Add(string program, IEnumerable<string> lines)
            {
                foreach (var line in lines)
                {
                    rows.Add(program, line);
                }
            }

            Add("secretskit", Verbs);
            Add("sops", Sops);
            Add("helm-secrets", HelmSecrets);
            Add("helm", Helm);
            Add("helm3", Helm);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task No_field_of_a_message_or_a_report_is_anything_but_text(string program, string line)
    {
        var marks = line.Split(' ').TakeWhile(word => word is "data" or "lines").ToList();
        string[] words = [.. line.Split(' ')
            .Skip(marks.Count)
            .Select(word => word.Replace("@", HostileText.Name, StringComparison.Ordinal))];
        foreach (var onTerminal in (bool[])[false, true])
        {
            using var run = new VerbRun { ProgramName = program, OnTerminal = onTerminal }.WithKey();
            await HostileFolder.WriteAsync(run);
            run.Editor(":");
            var result = await run.RunAsync(words);
            var mayBreakLines = marks.Contains("lines") || words.Contains("fail");
            HostileText.AssertHarmless($"stderr of {program} {line}", result.Error, mayBreakLines);
            HostileText.AssertHarmless($"stdout of {program} {line}", marks.Contains("data") ? [] : result.Output, mayBreakLines);
        }
    }

    [Theory]
    [InlineData("secretskit", "template")]
    [InlineData("helm", "template")]
    [InlineData("helm3", "template")]
    [InlineData("helm", "lint")]
    public async Task What_a_server_answers_is_text(string program, string verb)
    {
        using var server = new HttpServer(_ => ServedAnswer.Status("599 \u001b]0;x\u0007\u009b::error::y##[error]z"));
        using var run = new VerbRun { ProgramName = program };
        await HostileFolder.WriteAsync(run);
        foreach (var words in (string[][])[["-f", server.Url + "/v.yaml"], ["--set-file", $"a={server.Url}/f"]])
        {
            string[] chart = verb == "lint" ? ["chart"] : ["r", "chart"];
            var result = await run.RunAsync([verb, .. chart, .. words]);
            Assert.NotEqual(0, result.Exit);
            HostileText.AssertHarmless("stderr", result.Error);
        }
    }

    /// <summary>The bytes that were asked for are not touched.</summary>
    [Fact]
    public async Task Data_stays_as_it_is()
    {
        const string Text = "\u001b[31m::error::\u202e\r\n##[error]\u200b";
        using var run = new VerbRun().WithKey();
        run.Write("a.bin", Text);
        await run.RunAsync("enc", "a.bin");
        Assert.Equal(Text, (await run.RunAsync("view", "a.bin")).OutputText);
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/templates/NOTES.txt", Text);
        const string Block = "a: |-\n  ::error::\u202e\n  ##[error]\u200b";
        run.Write("c/templates/a.yaml", Block);
        Assert.Contains(Block, (await run.RunAsync("template", "c")).OutputText, StringComparison.Ordinal);
        Assert.Contains(Text, (await run.RunAsync("helm", "install", "r", "c", "--dry-run=client")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_fail_keeps_its_lines_and_nothing_else()
    {
        using var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/templates/a.yaml", "{{ fail \"one\\n::error::two\\n\\x1bthree\" }}");
        var result = await run.RunAsync("helm", "template", "r", "c");
        Assert.Equal("Error: execution error at (c/templates/a.yaml:1:3): one\n\\x3a:error::two\n\\x1bthree\n\nUse --debug flag to " +
            "render out invalid YAML\n", result.ErrorText);
    }
}
