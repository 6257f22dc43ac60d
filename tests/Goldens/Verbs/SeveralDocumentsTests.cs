namespace SecretsKit.Goldens.Verbs;

/// <summary>YAML files of several documents, read in formats that hold one: the first is read, as sops does it.</summary>
public sealed class SeveralDocumentsTests
{
    private const string Plain = "a: one\n---\nb: two\n";

    [Theory]
    [InlineData("json", "{\n\t\"a\": \"one\"\n}\n")]
    [InlineData("dotenv", "a=one\n")]
    public async Task The_first_document_is_read_and_our_own_verb_says_so(string type, string output)
    {
        using var run = await EncryptedAsync();
        var sops = await run.RunAsync("sops", "decrypt", "--output-type", type, "s.yaml");
        Assert.Equal((0, output, ""), (sops.Exit, sops.OutputText, sops.ErrorText));
        var view = await run.RunAsync("view", "--output-type", type, "s.yaml");
        Assert.Equal(
            (0, output, "warning: s.yaml has 2 documents, and the format asked for holds one: the others are left out\n"),
            (view.Exit, view.OutputText, view.ErrorText));
    }

    [Fact]
    public async Task Set_never_makes_a_key_in_the_first_document_that_a_later_one_holds()
    {
        using var run = await EncryptedAsync();
        var before = run.Read("s.yaml");
        var refused = await run.RunAsync("set", "s.yaml", "b", "three");
        Assert.Equal((1, before), (refused.Exit, run.Read("s.yaml")));
        Assert.Equal(
            "secretskit: s.yaml: b is in document 2, and set changes the first alone\n"
                + "hint: 'secretskit edit s.yaml' changes the others; --new makes the key in the first\n",
            refused.ErrorText);
        Assert.Equal(0, (await run.RunAsync("set", "--new", "s.yaml", "b", "three")).Exit);
        Assert.Equal("a: one\nb: three\n---\nb: two\n", (await run.RunAsync("view", "s.yaml")).OutputText);
    }

    [Fact]
    public async Task Sections_of_all_documents_make_one_ini_file()
    {
        using var run = await EncryptedAsync("a:\n  k: one\n---\nb:\n  k: two\n");
        var result = await run.RunAsync("sops", "decrypt", "--output-type", "ini", "s.yaml");
        Assert.Equal((0, "[a]\nk = one\n\n[b]\nk = two\n"), (result.Exit, result.OutputText));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("dotenv")]
    [InlineData("ini")]
    public async Task Encrypting_into_such_a_format_stays_refused(string type)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", type == "ini" ? "a:\n  k: one\n---\nb:\n  k: two\n" : Plain);
        var result = await run.RunAsync("sops", "encrypt", "--output-type", type, "s.yaml");
        Assert.NotEqual(0, result.Exit);
        Assert.Contains("holds one document per file, and the MAC covers 2", result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    /// <summary>Where the MAC is ignored, a value that is tagged as a <c>comment</c> is one, and all others are read.</summary>
    [Theory]
    [InlineData("s.yaml", "a: one\nb: two\nl:\n    - x\n    - z\n", "yaml")]
    [InlineData("s.yaml", "a: one\nb: two\nl:\n    - x\n    - z\n", "json")]
    [InlineData("s.json", "{\n\t\"a\": \"one\",\n\t\"b\": \"two\"\n}\n", "json")]
    [InlineData("s.json", "{\n\t\"a\": \"one\",\n\t\"b\": \"two\"\n}\n", "yaml")]
    [InlineData("s.env", "a=one\nb=two\n", "dotenv")]
    [InlineData("s.ini", "[s]\na = one\nb = two\n", "ini")]
    [InlineData("s.env", "a=one\nb=two\n", "json")]
    public async Task A_value_that_claims_to_be_a_comment_loses_no_other(string name, string plain, string type)
    {
        using var run = new VerbRun().WithKey();
        run.Write(name, plain);
        Assert.Equal(0, (await run.RunAsync("enc", name)).Exit);
        var text = run.Read(name);
        var at = text.IndexOf("type:str", StringComparison.Ordinal);
        run.Write(name, text.Remove(at, 8).Insert(at, "type:comment"));
        foreach (var words in new string[][] { ["view"], ["sops", "decrypt"] })
        {
            var result = await run.RunAsync([.. words, "--ignore-mac", "--output-type", type, name]);
            Assert.True(result.Exit == 0, result.ErrorText);
            Assert.Contains("two", result.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain("Node", result.ErrorText, StringComparison.Ordinal);
        }

        Assert.NotEqual(0, (await run.RunAsync("view", name)).Exit);
    }

    private static async Task<VerbRun> EncryptedAsync(string plain = Plain)
    {
        var run = new VerbRun().WithKey();
        run.Write("s.yaml", plain);
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }
}
