namespace SecretsKit.Integration.Sops;

/// <summary>Changes of values, and who can read a file.</summary>
public sealed partial class FunctionalScenarioTests
{
    private const string Inserted = "{\"cc\": \"ccc\"}";

    /// <summary>Both formats with the same data.</summary>
    public static TheoryData<string, string> TwoFormats =>
        new() { { "f.json", "{\"a\": 2, \"b\": \"ba\"}" }, { "f.yaml", "a: 2\nb: ba\n" } };

    [Theory, MemberData(nameof(TwoFormats))]
    public async Task Set_update(string name, string plain)
    {
        await EncryptAsync(name, plain);
        await OkAsync("set", name, "[\"a\"]", "{\"aa\": \"aaa\"}");
        Assert.DoesNotContain("aaa\"", _bench.Read(name), StringComparison.Ordinal);
        Assert.Equal("a:\n    aa: aaa\nb: ba\n", await YamlAsync(name));
    }

    [Theory, MemberData(nameof(TwoFormats))]
    public async Task Set_insert(string name, string plain)
    {
        await EncryptAsync(name, plain);
        await OkAsync("set", name, "[\"c\"]", Inserted);
        Assert.Equal("a: 2\nb: ba\nc:\n    cc: ccc\n", await YamlAsync(name));
    }

    [Theory, MemberData(nameof(TwoFormats))]
    public async Task Set_insert_with_value_file(string name, string plain)
    {
        await EncryptAsync(name, plain);
        _bench.Write("value.json", Inserted);
        await OkAsync("set", "--value-file", name, "[\"c\"]", "value.json");
        Assert.Equal("a: 2\nb: ba\nc:\n    cc: ccc\n", await YamlAsync(name));
    }

    [Theory, MemberData(nameof(TwoFormats))]
    public async Task Set_insert_with_value_stdin(string name, string plain)
    {
        await EncryptAsync(name, plain);
        await PipeAsync(Inserted, "set", "--value-stdin", name, "[\"c\"]");
        Assert.Equal("a: 2\nb: ba\nc:\n    cc: ccc\n", await YamlAsync(name));
    }

    [Fact]
    public async Task Set_json_file_update_idempotent_write()
    {
        await EncryptAsync("f.json", "{\"a\": 2, \"b\": \"ba\"}");
        await OkAsync("set", "--output-type", "yaml", "f.json", "[\"b\"]", "\"ba\"");
        Assert.Equal("a: 2\nb: ba\n", await OkAsync("decrypt", "--input-type", "yaml", "--output-type", "yaml", "f.json"));
    }

    [Fact]
    public async Task Set_json_file_update_idempotent_nowrite()
    {
        await EncryptAsync("f.json", "{\"a\": 2, \"b\": \"ba\"}");
        var before = _bench.Read("f.json");
        await OkAsync("set", "--output-type", "yaml", "--idempotent", "f.json", "[\"b\"]", "\"ba\"");
        Assert.Equal(before, _bench.Read("f.json"));
    }

    [Fact]
    public async Task Set_yaml_file_string()
    {
        await EncryptAsync("f.yaml", "a: 2\nb: ba\n");
        await OkAsync("set", "f.yaml", "[\"a\"]", "\"aaa\"");
        await OkAsync("decrypt", "-i", "f.yaml");
        Assert.Equal("a: aaa\nb: ba\n", _bench.Read("f.yaml"));
    }

    [Fact]
    public async Task Set_yaml_file_string_compat()
    {
        _bench.Write("f.yaml", "a: 2\nb: ba\n");
        await OkAsync("-e", "-i", "f.yaml");
        await OkAsync("--set", "[\"a\"] \"aaa\"", "f.yaml");
        await OkAsync("-d", "-i", "f.yaml");
        Assert.Equal("a: aaa\nb: ba\n", _bench.Read("f.yaml"));
    }

    [Theory]
    [InlineData("f.json", "{\"a\": [1, 2], \"b\": \"ba\"}")]
    [InlineData("f.yaml", "a: [1, 2]\nb: ba\n")]
    public async Task Unset(string name, string plain)
    {
        await EncryptAsync(name, plain);
        await RemoveAsync(name, "[\"b\"]", "Key not found: b");
        await RemoveAsync(name, "[\"a\"][1]", "Index 1 out of bounds");
        Assert.Equal("a:\n    - 1\n", await YamlAsync(name));
    }

    [Fact]
    public async Task Roundtrip_shamir()
    {
        await using var gpg = await Safety.BenchGpg.StartAsync(_bench, "p1.secret");
        Rule($"  - shamir_threshold: 2\n    key_groups:\n      - age: [{_bench.Recipient}]\n      - pgp: [{gpg.Fingerprint}]\n");
        await EncryptAsync("f.yaml", "a: secret\n");
        Assert.Equal("a: secret\n", await OkAsync("decrypt", "f.yaml"));
    }

    [Fact]
    public async Task Roundtrip_shamir_missing_decryption_key()
    {
        using var other = new Safety.Workbench();
        Rule($"  - shamir_threshold: 2\n    key_groups:\n      - age: [{_bench.Recipient}]\n      - age: [{other.Recipient}]\n");
        await EncryptAsync("f.yaml", "a: secret\n");
        var run = await _bench.SopsAsync("decrypt", "f.yaml");
        Assert.Equal((128, ""), (run.ExitCode, run.OutputText));
    }

    [Fact]
    public async Task Decrypt_file_multiple_keys()
    {
        await using var gpg = await Safety.BenchGpg.StartAsync(_bench, "p1.secret");
        using var other = new Safety.Workbench();
        Rule($"  - age: {other.Recipient}\n    pgp: {gpg.Fingerprint}\n");
        await EncryptAsync("f.yaml", "a: secret\n");
        Assert.Equal("a: secret\n", await OkAsync("decrypt", "f.yaml"));
    }

    [Theory]
    [InlineData("no_keygroups", "")]
    [InlineData("zero_keygroups", "    key_groups: []\n")]
    [InlineData("empty_keygroup", "    key_groups: [{}]\n")]
    public async Task A_rule_without_keys_encrypts_nothing(string scenario, string groups)
    {
        Rule("  - path_regex: ''\n" + groups);
        _bench.Write("f.yaml", "a: b\n");
        var run = await _bench.SopsAsync("encrypt", "f.yaml");
        Assert.True(run.ErrorText.Contains("Could not generate data key: [empty key group provided]", StringComparison.Ordinal), scenario);
        Assert.Equal((1, ""), (run.ExitCode, run.OutputText));
    }

    private async Task RemoveAsync(string name, string place, string missing)
    {
        await OkAsync("unset", name, place);
        var removed = _bench.Read(name);
        await OkAsync("unset", "--idempotent", name, place);
        Assert.Equal(removed, _bench.Read(name));
        var again = await _bench.SopsAsync("unset", name, place);
        Assert.Equal((1, missing + "\n"), (again.ExitCode, again.ErrorText));
    }

    private Task<string> YamlAsync(string name) => OkAsync("decrypt", "--output-type", "yaml", name);
}
