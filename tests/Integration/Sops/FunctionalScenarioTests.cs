using System.Text;
using System.Text.Json;
using SecretsKit.Integration.Safety;

namespace SecretsKit.Integration.Sops;

/// <summary>
/// What the reference tool's own functional tests do, with the native program as <c>./sops</c> (spec sops.md part 12): reading, writing and
/// formats. What needs a cloud or a server is left out.
/// </summary>
public sealed partial class FunctionalScenarioTests : IDisposable
{
    private readonly Workbench _bench = new();

    public FunctionalScenarioTests() => Rule($"  - age: {_bench.Recipient}\n");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Encrypt_json_file()
    {
        _bench.Write("f.json", "{\"foo\": 2, \"bar\": \"baz\"}");
        using var json = JsonDocument.Parse(await OkAsync("encrypt", "f.json"));
        Assert.True(json.RootElement.TryGetProperty("sops", out _));
        Assert.Matches("^ENC\\[.*type:int]$", json.RootElement.GetProperty("foo").GetString()!);
        Assert.Matches("^ENC\\[.*type:str]$", json.RootElement.GetProperty("bar").GetString()!);
    }

    [Fact]
    public async Task Encrypt_from_stdin()
    {
        using var json = JsonDocument.Parse(
            await PipeAsync("foo: 2\nbar: baz\n", "encrypt", "--filename-override", "f.yaml", "--output-type", "json"));
        Assert.StartsWith("ENC[", json.RootElement.GetProperty("bar").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ini_values_as_strings()
    {
        await EncryptAsync("f.yaml", "the_section:\n  int: 123\n  float: 1.23\n  bool: true\n  date: 2025-01-02\n  timestamp: " +
            "2025-01-02 03:04:05\n  tz_timestamp: 2025-01-02T03:04:05+01:00\n");
        Assert.Equal(
            "[the_section]\nint          = 123\nfloat        = 1.23\nbool         = true\ndate         = " +
            "2025-01-02T00:00:00Z\ntimestamp    = 2025-01-02T03:04:05Z\ntz_timestamp = 2025-01-02T03:04:05+01:00\n",
            await OkAsync("decrypt", "--output-type", "ini", "f.yaml"));
    }

    [Fact]
    public async Task Encrypt_yaml_file()
    {
        _bench.Write("f.yaml", "foo: 2\nbar: baz\n");
        Assert.Matches("^foo: ENC\\[[^\n]*\nbar: ENC\\[[^\n]*\nsops:\n", await OkAsync("encrypt", "f.yaml"));
    }

    [Fact]
    public async Task Yaml_time()
    {
        await EncryptAsync("f.yaml", "a: 2024-01-01\nb: 2006-01-02T15:04:05+07:06\n");
        await OkAsync("decrypt", "-i", "f.yaml");
        Assert.Equal("a: 2024-01-01T00:00:00Z\nb: 2006-01-02T15:04:05+07:06\n", _bench.Read("f.yaml"));
    }

    [Fact]
    public async Task Decrypt_file_no_mac()
    {
        await EncryptAsync("f.yaml", "a: x\n");
        _bench.Write("f.yaml", string.Join('\n', _bench.Read("f.yaml")
            .Split('\n')
            .Where(line => !line.StartsWith("    mac:", StringComparison.Ordinal))));
        Assert.Equal(51, (await _bench.SopsAsync("decrypt", "f.yaml")).ExitCode);
        Assert.Equal("a: x\n", await OkAsync("decrypt", "--ignore-mac", "f.yaml"));
    }

    [Fact]
    public async Task Decrypt_from_stdin()
    {
        await EncryptAsync("f.yaml", "a: x\n");
        Assert.Equal("a: x\n", await PipeAsync(_bench.Read("f.yaml"), "decrypt", "--input-type", "yaml", "--output-type", "yaml"));
    }

    [Theory]
    [InlineData("encrypt_comments, decrypt_comments", "# first-comment\nlorem: ipsum\n# this-is-a-comment\ndolor: sit\n")]
    [InlineData("encrypt_comments_list", "list:\n    # this-is-a-comment\n    - a\n    # first-comment\n    - b\n")]
    public async Task Comments_are_not_readable_and_come_back(string scenario, string plain)
    {
        await EncryptAsync("f.yaml", plain);
        Assert.DoesNotContain("-comment", _bench.Read("f.yaml").Split("\nsops:")[0], StringComparison.Ordinal);
        Assert.True(plain == await OkAsync("decrypt", "f.yaml"), scenario);
    }

    [Fact]
    public async Task Decrypt_comments_unencrypted_comments()
    {
        await EncryptAsync("f.yaml", "a: x\n");
        _bench.Write("f.yaml", "# plain\n" + _bench.Read("f.yaml"));
        Assert.Equal("# plain\na: x\n", await OkAsync("decrypt", "f.yaml"));
    }

    [Fact]
    public async Task Extract_string()
    {
        await EncryptAsync("f.yaml", "multiline: |\n  multi\n  line");
        Assert.Equal("multi\nline", await OkAsync("decrypt", "--extract", "[\"multiline\"]", "f.yaml"));
    }

    [Fact]
    public async Task Roundtrip_binary()
    {
        byte[] content = [.. Enumerable.Range(0, 1024).Select(i => (byte)i)];
        await File.WriteAllBytesAsync(_bench.FileAt("f.bin"), content, TestContext.Current.CancellationToken);
        await OkAsync("encrypt", "-i", "f.bin");
        Assert.Equal(content, (await _bench.SopsAsync("decrypt", "f.bin")).Output);
    }

    [Fact]
    public async Task Output_flag()
    {
        _bench.Write("f.yaml", "a: b\n");
        Assert.Equal("", await OkAsync("encrypt", "--output", "o.yaml", "f.yaml"));
        Assert.Equal("", await OkAsync("decrypt", "--output", "p.yaml", "o.yaml"));
        Assert.Equal("a: b\n", _bench.Read("p.yaml"));
    }

    [Fact]
    public async Task Exec_env()
    {
        await EncryptAsync("f.yaml", "foo: bar\nbar: |-\n  baz\n  bam\n");
        Assert.Equal("bar-baz\nbam", await OkAsync("exec-env", "f.yaml", "printf %s-%s \"$foo\" \"$bar\""));
    }

    [Fact]
    public async Task Exec_file()
    {
        await EncryptAsync("f.yaml", "foo: bar\nbar:\n  - baz\n");
        Assert.Equal(
            "{\n\t\"foo\": \"bar\",\n\t\"bar\": [\n\t\t\"baz\"\n\t]\n}",
            (await OkAsync("exec-file", "--output-type", "json", "f.yaml", "cat {}")).TrimEnd());
    }

    [Fact]
    public async Task Exec_file_filename()
    {
        await EncryptAsync("f.yaml", "foo: bar\n");
        Assert.EndsWith(
            "/foobar\n", await OkAsync("exec-file", "--no-fifo", "--filename", "foobar", "f.yaml", "echo {}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f.yaml", "foo: bar\nbaz:\n    - 1\n")]
    [InlineData("f.json", "{\n\t\"foo\": \"bar\",\n\t\"baz\": [\n\t\t1\n\t]\n}\n")]
    [InlineData("f.env", "foo = bar\n# comment\nBAZ=x\n")]
    [InlineData("f.ini", "[s]\nfoo = bar\n")]
    public async Task Decrypt_format(string name, string plain)
    {
        await EncryptAsync(name, plain);
        Assert.Equal(plain.TrimEnd(), (await OkAsync("decrypt", name)).TrimEnd());
    }

    private void Rule(string rule) => _bench.Write(".sops.yaml", "creation_rules:\n" + rule);

    private async Task EncryptAsync(string name, string plain)
    {
        _bench.Write(name, plain);
        await OkAsync("encrypt", "-i", name);
    }

    private async Task<string> OkAsync(params string[] words)
    {
        var run = await _bench.SopsAsync(words);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        return run.OutputText;
    }

    private async Task<string> PipeAsync(string input, params string[] words)
    {
        var run = await _bench.RunWithInputAsync(Encoding.UTF8.GetBytes(input), _bench.FileAt("sops"), words);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        return run.OutputText;
    }
}
