namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// What people do wrong who come from other tools: one error that names the place, a next step that is true, and nothing lost.
/// </summary>
public sealed class MistakeTests
{
    private const string Plain = "database:\n    user: admin\n    password: canary-7f3e9a\nusers:\n    - name: ann\n";

    // What is written beside an encrypted s.yaml (NAME=TEXT, with | between files), the command line, how stderr begins, and a hint.
    public static TheoryData<string, string, string, string> Rows => new()
    {
        // Words in another order.
        { "", "view s.yaml database.user", "secretskit: view: unrecognized",
            "'secretskit view --extract database.user s.yaml' prints one value" },
        { "", "view database.user s.yaml", "secretskit: view: unrecognized",
            "'secretskit view --extract database.user s.yaml' prints one value" },
        { "", "view --extract s.yaml", "secretskit: view: FILE is missing", "--extract takes a value, and s.yaml was taken for it" },
        { "", "view --extract", "secretskit: view: --extract takes a value", "usage: secretskit view" },
        { "", "set database.user s.yaml", "secretskit: database.user: there is no such file",
            "the file comes first: secretskit set s.yaml PATH" },
        { "", "unset database.user s.yaml", "secretskit: database.user: there is no such file",
            "the file comes first: secretskit unset s.yaml PATH" },
        { "", "set s.yaml", "secretskit: set: PATH is missing", "usage: secretskit set [options] FILE PATH [VALUE]" },
        { "", "set s.yaml database.user -x", "secretskit: set: unknown option\n",
            "'secretskit set --help' lists the options; a value that" },
        { "", "set s.yaml database.user --value-file nofile",
            "secretskit: s.yaml: the value cannot be read from nofile: there is no such file", "'ls " },

        // Paths as other tools write them.
        { "", "set s.yaml $.database.user x", "secretskit: s.yaml: there is no $.database.user, and there is database.user",
            "'secretskit set s.yaml database.user', or --new" },
        { "", "set s.yaml /database/user x", "secretskit: s.yaml: there is no /database/user, and there is database.user",
            "'secretskit set s.yaml database.user', or --new" },
        { "", "set s.yaml database.user.name x", "secretskit: s.yaml: [\"database\"][\"user\"][\"name\"] leads through a single value",
            "'secretskit view s.yaml' shows all values; --force" },
        { "", "set s.yaml sops.mac x", "secretskit: s.yaml: what is under sops says for whom the file is encrypted",
            "recipients come from .sops.yaml" },
        { "", "view --extract database.pasword s.yaml", "secretskit: s.yaml: there is no database.pasword in this file",
            "did you mean '[\"database\"][\"password\"]'?" },
        { "", "unset s.yaml database.pasword", "secretskit: s.yaml: there is no [\"database\"][\"pasword\"], and nothing was removed",
            "did you mean `secretskit unset s.yaml '[\"database\"][\"password\"]'`?" },
        { "", "unset s.yaml databse.password", "secretskit: s.yaml: there is no [\"databse\"][\"password\"], and nothing was removed",
            "did you mean " },

        // Files of other tools, and files that were cut.
        { "a.yml=$ANSIBLE_VAULT;1.1;AES256\n6162", "view a.yml", "secretskit: a.yml: this is a file that ansible-vault encrypted",
            "'ansible-vault decrypt a.yml' makes it plain again; then 'secretskit enc a.yml' encrypts it" },
        { "a.yml=$ANSIBLE_VAULT;1.1;AES256\n6162", "enc a.yml", "secretskit: a.yml: this is a file that ansible-vault encrypted",
            "'ansible-vault " },
        { "a.bin=\0GITCRYPT\0x", "view a.bin", "secretskit: a.bin: this is a file that git-crypt encrypted",
            "'git-crypt unlock' makes it plain" },
        { "a.bin=\0GITCRYPT\0x", "enc a.bin", "secretskit: a.bin: this is a file that git-crypt encrypted",
            "'git-crypt unlock' makes it plain" },
        { "a.age=age-encryption.org/v1\n-> X", "view a.age", "secretskit: a.age: this is a file that age encrypted",
            "'age -d -i KEYFILE " },
        { "a.asc=-----BEGIN PGP MESSAGE-----\n", "enc a.asc", "secretskit: a.asc: this is a file that gpg encrypted",
            "'gpg --decrypt a.asc'" },
        { "cut.yaml=a: ENC[AES256_GCM,data:ifK=,iv:8Cc=,tag:t7W=,type:str]", "view cut.yaml",
            "secretskit: cut.yaml: values of this file are encrypted, and the sops part",
            "take it from an earlier version: 'git log -p -- cut.yaml'" },
        { "cut.yaml=a: ENC[AES256_GCM,data:ifK=,iv:8Cc=,tag:t7W=,type:str]", "enc cut.yaml",
            "secretskit: cut.yaml: values of this file are encrypted, and the sops part",
            "take it from an earlier version: 'git log -p -- cut.yaml'" },
        { "s.txt=COPY", "view s.txt", "secretskit: s.txt: its name does not tell the format, and what it holds is yaml",
            "add --input-type yaml" },
        { "s.txt=COPY", "enc s.txt", "secretskit: s.txt: the file is encrypted already",
            "'secretskit edit --input-type yaml s.txt' changes it" },
        { "c.yaml=# nothing\n", "enc c.yaml", "encrypting c.yaml\nsecretskit: c.yaml: there is no value in this file",
            "put at least one value" },
        { "c.json=", "enc c.json", "encrypting c.json\nsecretskit: c.json: there is no value in this file", "put at least one value" },
        { "c.json=<<<<<<< HEAD\n{\"a\": 1}\n=======\n{\"a\": 2}\n>>>>>>> x", "enc c.json",
            "secretskit: c.json: line 1 is a git conflict marker",
            "'secretskit git resolve c.json' settles the conflict" },
        { "c.env=A=1\n>>>>>>> x\nB=2", "enc c.env", "encrypting c.env\nsecretskit: c.env: line 2 is a git conflict marker",
            "'secretskit git resolve c.env' settles the conflict; or take the line out" },
        { "d.yaml=a: 1\na: 2", "enc d.yaml", "encrypting d.yaml\nsecretskit: d.yaml:2:1: ",
            "a key stands once in a map: take one of the two" },
        { "x y.yaml=a: 1", "view x\u00a0y.yaml", "secretskit: x y.yaml: sops metadata not found",
            "the file is not encrypted; `secretskit enc 'x y.yaml'` encrypts it" },
        { "p.yaml=a: 1", "enc -o nodir/x p.yaml", "encrypting p.yaml\nsecretskit: p.yaml: open nodir/x: no such file", "correct the path" },

        { "p.yaml=a: 1|sub/x=", "enc -o sub p.yaml", "encrypting p.yaml\nsecretskit: p.yaml: open sub: is a directory",
            "name a file below" },

        // Rules.
        { ".sops.yaml=- age: x|p.yaml=a: 1", "enc p.yaml",
            "secretskit: p.yaml: line 1 of .sops.yaml: the file begins with a list; rules stand below creation_rules:",
            "correct /" },
        { ".sops.yaml=RULES:*.yaml|p.yaml=a: 1", "enc p.yaml",
            "secretskit: p.yaml: {FOLDER}/.sops.yaml:2: path_regex *.yaml is no expression",
            "it is no pattern of a shell: write path_regex: '\\.yaml$'" },
        { ".sops.yaml=RULES:(?!x)p|p.yaml=a: 1", "enc p.yaml",
            "secretskit: p.yaml: {FOLDER}/.sops.yaml:2: path_regex (?!x)p is no expression",
            "expressions are those of RE2" },
        { ".sops.yaml=RULES:^\\./sub/|sub/p.yaml=a: 1", "enc sub/p.yaml", "secretskit: sub/p.yaml: no creation rule in ",
            "add a rule whose path_regex matches sub/p.yaml, without ./ before it, or name" },
        { ".sops.yaml=RULES:^sub\\\\|sub/p.yaml=a: 1", "enc sub/p.yaml", "secretskit: sub/p.yaml: no creation rule in ",
            "add a rule whose path_regex matches sub/p.yaml, with / between folders, also on Windows, or name" },
        { ".sops.yaml=creation_rules:\n  - age: 1|p.yaml=a: 1", "enc p.yaml",
            "warning: {FOLDER}/.sops.yaml:2:5: the field age in creation_rules[0] takes a text with commas or a list of texts\n"
                + "secretskit: p.yaml: {FOLDER}/.sops.yaml:2: the field age in creation_rules[0] takes a text with commas",
            "correct that field; 'secretskit help rules'" },
        { ".sops.yaml=creation_rules:\n  - azure_keyvault: foo|p.yaml=a: 1", "enc p.yaml",
            "secretskit: p.yaml: {FOLDER}/.sops.yaml:2: \"foo\" is not the address of a key in a vault",
            "a key is as https://NAME.vault.azure.net/keys/" },
        { ".sops.yaml=creation_rules:\n  - pgp: A\n    azure_keyvault: https://v.example/keys/k,foo|p.yaml=a: 1", "enc p.yaml",
            "secretskit: p.yaml: {FOLDER}/.sops.yaml:3: \"foo\" is not the address of a key in a vault",
            "a key is as https://NAME.vault.azure.net/keys/" },
        { ".sops.yaml=creation_rules:\n  - key_groups:\n      - hckms:\n          - key_id: key\n|p.yaml=a: 1", "enc p.yaml",
            "secretskit: p.yaml: {FOLDER}/.sops.yaml:4: invalid key ID format",
            "a key is as REGION:UUID" },
        { ".sops.yaml=AGE:age1foo|p.yaml=a: 1", "enc p.yaml", "secretskit: p.yaml: {FOLDER}/.sops.yaml:3: failed to parse input",
            "it was cut off or mistyped: it has 7 letters" },
        { ".sops.yaml=AGE:age1foo", "updatekeys --yes s.yaml", "secretskit: s.yaml: {FOLDER}/.sops.yaml:3: failed to parse input",
            "it was cut off or mistyped" },
        { ".sops.yaml=AGE:ann@example.com|p.yaml=a: 1", "enc p.yaml", "secretskit: p.yaml: {FOLDER}/.sops.yaml:3: failed to parse input",
            "a recipient is a public key: ask for what 'secretskit keygen -y' prints there" },
        { ".sops.yaml=AGE:UPPER|p.yaml=a: 1", "enc p.yaml", "secretskit: p.yaml: {FOLDER}/.sops.yaml:3: failed to parse input",
            "age recipients are written in small letters: age1" },
        { ".sops.yaml=AGE:TWICE|p.yaml=a: 1", "enc p.yaml", "secretskit: p.yaml: {FOLDER}/.sops.yaml:3: failed to parse input",
            "several recipients stand in a list, or have commas between them" },
        { ".sops.yaml=AGE:FBC7B9E2A4F9289AC0C1D4843D16CEE4A27381B4|p.yaml=a: 1", "enc p.yaml",
            "secretskit: p.yaml: {FOLDER}/.sops.yaml:3: failed to parse input", "fingerprints of PGP keys stand under pgp" },
        { "p.yaml=a: 1", "enc --age ann p.yaml", "secretskit: p.yaml: failed to parse input", "recipients are age1..., ssh-ed25519" },
        { "p.yaml=a: 1", "enc --config nofile p.yaml", "secretskit: p.yaml: could not read config file: open nofile",
            "name a file that is there" },
        { "", "rotate --add-age x s.yaml", "secretskit: failed to parse input", "recipients are age1..." },

        // Others.
        { "", "check --explain plaintext-secrt", "secretskit: there is no rule \"plaintext-secrt\"", "did you mean plaintext-secret?" },
        { "", "keygen key.txt", "secretskit: nothing is to be done with key.txt", "'secretskit keygen -o key.txt' writes a new key to it" },
        { "", "keygen -y s.yaml", "secretskit: s.yaml: error at line 1: unknown identity type", "-y takes files of private keys" },
        { "", "help topics", "secretskit: help takes a command or a topic", "'secretskit help TOPIC', one of keys, paths, rules" },
    };

    [Theory, MemberData(nameof(Rows))]
    public async Task Is_answered_by_one_error_with_a_next_step(string files, string line, string start, string hint)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        var before = run.Read("s.yaml");
        foreach (var file in files.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            run.Write(file.Split('=', 2)[0], Text(file.Split('=', 2)[1], before));
        }

        var kept = Files(run.Path);
        var result = await run.RunAsync([.. line.Split(' ').Select(word => word.Replace('\u00a0', ' '))]);
        Assert.Contains(result.Exit, (int[])[1, 64]);
        Assert.Equal("", result.OutputText);
        Assert.StartsWith(start.Replace("{FOLDER}", run.Path, StringComparison.Ordinal), result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(kept, Files(run.Path));
    }

    [Fact]
    public async Task An_encrypted_file_that_is_a_text_in_another_one_can_be_encrypted()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", Plain);
        await run.RunAsync("enc", "s.yaml");
        run.Write("outer.yaml", "data: |\n" + string.Concat(run.Read("s.yaml").Split('\n').Select(line => $"  {line}\n")));
        Assert.Equal(0, (await run.RunAsync("enc", "outer.yaml")).Exit);
    }

    [Theory]
    [InlineData("create s.yaml", "'secretskit edit FILE' makes a new file in your editor")]
    [InlineData("rekey s.yaml", "'secretskit updatekeys' gives files the recipients that .sops.yaml names")]
    [InlineData("unlock", "files stay encrypted here: 'secretskit view FILE' prints one")]
    [InlineData("add-gpg-user ann", "add the recipient to .sops.yaml; then 'secretskit updatekeys'")]
    [InlineData("revoke ann", "take the recipient out of .sops.yaml")]
    [InlineData("vault view s.yaml", "'secretskit view FILE', 'edit FILE' and 'enc FILE' are what ansible-vault calls so")]
    [InlineData("upgrade --install a ./b", "'secretskit helm upgrade' is Helm's command")]
    [InlineData("apply -f s.yaml", "'secretskit exec-file FILE -- kubectl apply -f {}'")]
    [InlineData("-i s.yaml", "'secretskit enc FILE' encrypts in place, 'secretskit dec --in-place FILE' decrypts so")]
    [InlineData("s.ymal", "there is no such file either; 'secretskit view s.yaml' prints s.yaml")]
    [InlineData("view -o json s.yaml", "--output-type FORMAT prints another format")]
    [InlineData("check --format json", "--output json or sarif prints for programs")]
    public async Task A_word_of_another_tool_leads_to_what_does_the_same(string words, string hint)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: 1\n");
        var result = await run.RunAsync(words.Split(' '));
        Assert.Equal((64, "a: 1\n"), (result.Exit, run.Read("s.yaml")));
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".sops.yml")]
    [InlineData("sops.yaml")]
    public async Task A_configuration_of_another_name_is_found_and_its_right_name_told(string name)
    {
        using var run = new VerbRun();
        run.Write(name, $"creation_rules:\n  - age: {VerbRun.Recipient("a1")}\n");
        run.Write("a.yaml", "a: 1\n");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal(
            (1, $"secretskit: a.yaml: no recipients are known: {run.File(name)} is not read, because it must be called .sops.yaml\n"
                + $"hint: 'mv {run.File(name)} {run.File(".sops.yaml")}'\n"),
            (result.Exit, result.ErrorText));
    }

    [Theory]
    [InlineData("    shamir_threshold: 2\n", "shamir_threshold", "any key opens the file where there are fewer than two key_groups")]
    [InlineData("    key_groups:\n      - age: [RECIPIENT]\n", "age", "key_groups stands beside it, and counts alone")]
    public async Task A_field_that_another_one_makes_void_is_warned_of(string more, string field, string reason)
    {
        using var run = new VerbRun().WithKey("a1", more.Replace("RECIPIENT", VerbRun.Recipient("a1"), StringComparison.Ordinal));
        run.Write("a.yaml", "a: 1\n");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains($": the field {field} in creation_rules[0] has no effect: {reason}\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("has no effect", (await run.RunAsync("check")).OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code", "code returns at once, and what is saved in it later would be lost ($EDITOR)", "export EDITOR='code --wait'")]
    [InlineData("/usr/bin/subl -n", "Could not run editor: ", "set EDITOR to a program that is installed")]
    [InlineData("gvim", "gvim returns at once", "export EDITOR='gvim --nofork'")]
    public async Task An_editor_that_does_not_wait_is_refused_before_it_starts(string editor, string problem, string hint)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: 1\n");
        await run.RunAsync("enc", "s.yaml");
        run.Variables["EDITOR"] = editor;
        var result = await run.RunAsync("edit", "--unattended", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains(problem, result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
        if (editor == "code")
        {
            Assert.Contains("code returns at once", (await run.RunAsync("doctor")).OutputText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_member_of_a_group_is_told_that_others_are_needed_and_not_to_add_a_key()
    {
        using var run = new VerbRun().WithKey();
        run.Write(
            ".sops.yaml",
            $"creation_rules:\n  - shamir_threshold: 2\n    key_groups:\n      - age: [{VerbRun.Recipient("a1")}]\n"
                + $"      - age: [{VerbRun.Recipient("a2")}]\n");
        run.Write("s.yaml", "a: 1\n");
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Contains(
            "hint: 2 of 2 key groups must be opened, and the keys at hand are in fewer: ", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("add your key", result.ErrorText, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order().ToDictionary(name => name, File.ReadAllText);

    private static string Text(string text, string encrypted) => text switch
    {
        "COPY" => encrypted,
        ['R', 'U', 'L', 'E', 'S', ':', .. var expression] =>
            $"creation_rules:\n  - path_regex: '{expression}'\n    age: {VerbRun.Recipient("a1")}\n",
        ['A', 'G', 'E', ':', .. var recipient] => "creation_rules:\n  - age:\n      - '" + recipient switch
        {
            "UPPER" => VerbRun.Recipient("a1").ToUpperInvariant(),
            "TWICE" => $"{VerbRun.Recipient("a1")} {VerbRun.Recipient("a2")}",
            _ => recipient,
        } + "'\n",
        "" => "",
        _ => text + "\n",
    };
}
