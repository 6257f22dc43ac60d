namespace SecretsKit.Goldens.Verbs;

/// <summary>What our own verbs must not quote they locate: by key path, or by line and column.</summary>
public sealed class FailurePlaceTests
{
    private const string Plain = """
        database:
            password: canary-7f3e9a
            users:
                - name: canary-a
                - name: canary-b
        ca.crt: canary-c
        list:
            # canary-comment
            - canary-d
            - canary-e
        ---
        second: canary-f
        """;

    /// <summary>The path of a value that is tampered with, the place of the message.</summary>
    public static TheoryData<string, string> Values => new()
    {
        { "    password: ENC[", "the value at database.password does not decrypt" },
        { "        - name: ENC[", "the value at database.users[0].name does not decrypt" },
        { "ca.crt: ENC[", "the value at [\"ca.crt\"] does not decrypt" },
        { "second: ENC[", "the value at document 2: second does not decrypt" },
    };

    private static readonly string[] Verbs = ["dec", "view", "edit", "check --verify", "exec-env", "rotate", "set"];

    /// <summary>What is written, what stderr says.</summary>
    public static TheoryData<string, string> Documents => new()
    {
        { "a: 1\nb: *missing\n", "bad.yaml:2:4: unknown anchor referenced\n" },
        { "a: &x [*x]\n", "bad.yaml:1:8: anchor 'x' value contains itself\n" },
        { "a: 1\nb:\n  c: 1\n  c: 2\n", "bad.yaml:4:3: line 4: mapping key \"c\" already defined at line 3\n" },
        { "a: &\n", "bad.yaml:1:5: did not find expected alphabetic or numeric character\n" },
        { "a: 1\n<<: canary\n", "bad.yaml:2:5: map merge requires map or sequence of maps as the value\n" },
        { "a: !!int canary\n", "bad.yaml:1:4: cannot decode !!str as a !!int\n" },
        { "a: {[canary]: 1}\n", "bad.yaml:1:5: invalid map key\n" },
        { "a: 1\n@b: canary\n", "bad.yaml:2:1: found character that cannot start any token\n" },
        { "a: 1\n\tb: canary\n", "bad.yaml:2:1: found a tab character that violates indentation\n" },
        { "a: b: canary\n", "bad.yaml:1:5: mapping values are not allowed in this context\n" },
        { "a: !!binary canary\n", "bad.yaml:1:4: !!binary value contains invalid base64 data\n" },
    };

    /// <summary>What is replaced in the sops part, by what, and what stderr says.</summary>
    public static TheoryData<string, string, string> Metadata => new()
    {
        { "    mac: ENC[", "    mac: ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]", "refused: the MAC (sops.mac) does not decrypt" },
        { "    mac: ENC[", "    mac: \"\"", "refused: there is no MAC (sops.mac)" },
        { "    mac: ENC[", "    mac: canary", "refused: the MAC (sops.mac) does not decrypt" },
        { "    lastmodified: ", "    lastmodified: \"canary\"", "sops.lastmodified: parsing time " },
        { "    version: ", "    version: canary", "sops.version: No Major.Minor.Patch elements found" },
    };

    [Theory, MemberData(nameof(Values))]
    public async Task A_value_that_was_tampered_with_is_located_by_its_path(string start, string place)
    {
        using var run = await EncryptedAsync();
        run.Write("s.yaml", Tampered(run.Read("s.yaml"), start, line => line.Replace("data:", "data:AAAA", StringComparison.Ordinal)));
        run.Variables["EDITOR"] = "true";
        foreach (var verb in Verbs)
        {
            string[] words = verb switch
            {
                "exec-env" => ["exec-env", "s.yaml", "--", "true"],
                "set" => ["set", "s.yaml", "x", "1"],
                _ => [.. verb.Split(' '), "s.yaml"],
            };
            var result = await run.RunAsync(words);
            Assert.NotEqual(0, result.Exit);
            Assert.Contains(place, result.ErrorText + result.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain("Error walking tree", result.ErrorText + result.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", result.ErrorText + result.OutputText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_value_that_is_no_longer_text_is_located_too()
    {
        using var run = await EncryptedAsync();
        run.Write("s.yaml", Tampered(run.Read("s.yaml"), "        - name: ENC[", _ => "        - name: 5"));
        Assert.StartsWith(
            "secretskit: s.yaml: the value at database.users[0].name should be encrypted text and is of type int\n",
            (await run.RunAsync("view", "s.yaml")).ErrorText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_ciphertext_in_two_places_by_an_alias_is_located_where_it_does_not_belong()
    {
        using var run = await EncryptedAsync();
        var text = Tampered(run.Read("s.yaml"), "    password: ENC[", line => line.Replace(": ", ": &x ", StringComparison.Ordinal));
        run.Write("s.yaml", Tampered(text, "ca.crt: ENC[", _ => "ca.crt: *x"));
        Assert.StartsWith(
            "secretskit: s.yaml: the value at [\"ca.crt\"] does not decrypt: ",
            (await run.RunAsync("view", "s.yaml")).ErrorText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_was_added_by_hand_is_called_readable_and_how_to_add_it_is_said()
    {
        using var run = await EncryptedAsync();
        run.Write("s.yaml", "extra: canary-7f3e9a\n" + run.Read("s.yaml"));
        foreach (var words in new[] { "view s.yaml", "set s.yaml a b" })
        {
            var result = await run.RunAsync(words.Split(' '));
            Assert.Equal(1, result.Exit);
            Assert.StartsWith(
                "secretskit: s.yaml: the value at extra is readable, and should be encrypted\nhint: somebody wrote it by hand: take it out "
                    + "there and put it in again with 'secretskit set s.yaml extra'",
                result.ErrorText,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_comment_of_a_list_that_was_tampered_with_is_located_by_its_position()
    {
        using var run = await EncryptedAsync();
        var text = Tampered(
            run.Read("s.yaml"),
            "    - ENC[",
            line => line.Replace("data:", "data:AAAA", StringComparison.Ordinal)
                .Replace("type:str", "type:comment", StringComparison.Ordinal));
        run.Write("s.yaml", text);
        var error = (await run.RunAsync("view", "s.yaml")).ErrorText;
        Assert.StartsWith("secretskit: s.yaml: the value at list[0] does not decrypt: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Metadata))]
    public async Task A_field_of_the_metadata_is_named(string start, string line, string message)
    {
        using var run = await EncryptedAsync();
        run.Write("s.yaml", Tampered(run.Read("s.yaml"), start, _ => line));
        var error = (await run.RunAsync("view", "s.yaml")).ErrorText;
        Assert.StartsWith("secretskit: s.yaml: " + message, error, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Documents))]
    public async Task A_document_that_cannot_be_read_is_located_by_line_and_column(string text, string message)
    {
        using var run = new VerbRun().WithKey();
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {VerbRun.Recipient("a1")}\n");
        run.Write("bad.yaml", text);
        var error = (await run.RunAsync("enc", "bad.yaml")).ErrorText;
        Assert.Contains("secretskit: " + message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1: a\n", "a key at the top of the document is not text but of type int; sops takes only text")]
    [InlineData("a:\n  - b:\n      1.5: canary\n", "a key under a[0].b is not text but of type float64; sops takes only text")]
    [InlineData("a: [1, 9223372036854775808]\n", "the number at a[1] is larger than sops can encrypt")]
    public async Task What_cannot_be_encrypted_is_located_by_its_path(string text, string message)
    {
        using var run = new VerbRun().WithKey();
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {VerbRun.Recipient("a1")}\n");
        run.Write("s.yaml", text);
        Assert.Contains($"secretskit: s.yaml: {message}\n", (await run.RunAsync("enc", "s.yaml")).ErrorText, StringComparison.Ordinal);
    }

    private static async Task<VerbRun> EncryptedAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("s.yaml", Plain + "\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }

    // The first line that begins so.
    private static string Tampered(string text, string start, Func<string, string> change)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith(start, StringComparison.Ordinal));
        Assert.True(at >= 0, $"no line begins with {start}");
        lines[at] = change(lines[at]);
        return string.Join('\n', lines);
    }
}
