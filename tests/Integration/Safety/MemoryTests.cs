using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Whole plaintexts are wiped before a program ends: no document, and no key. Single values in trees are not promised to be.
/// </summary>
public sealed class MemoryTests : IDisposable
{
    private const int Count = 400;
    private const string Secrets = "secrets.yaml";
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("view", Secrets)]
    [InlineData("sops", "decrypt", Secrets)]
    [InlineData("sops", "decrypt", "--output-type", "json", Secrets)]
    [InlineData("sops", "decrypt", "--extract", "[\"map\"]", Secrets)]
    [InlineData("secrets", "decrypt", Secrets)]
    [InlineData("helm", "secrets", "decrypt", Secrets)]
    [InlineData("git", "textconv", Secrets)]
    public async Task A_plaintext_that_was_printed_is_nowhere_in_memory(params string[] words)
    {
        await FilesAsync();
        var (documents, values, keys) = (0, 0, 0);
        var identity = File.ReadAllLines(Path.Combine(_bench.Home, "keys.txt")).Last(line => line.Length > 0);
        var run = await ProcessMemory.AtExitAsync(
            _bench,
            region =>
            {
                documents += Documents(region);
                values += region.Count(Value(398));
                keys += region.Count(Encoding.ASCII.GetBytes(identity));
            },
            NativeProgram.Path,
            words);
        Assert.True(Documents(run.Output) > 0, run.ErrorText);
        Assert.Equal((0, 0), (documents, keys));

        // The scan sees what is there: the value is still in its tree.
        Assert.True(values > 0);
    }

    /// <summary>
    /// The values reach the chart as a tree. Renderings are not promised to be wiped; in them values are not beside each other.
    /// </summary>
    [Theory]
    [InlineData("template", "r", "c", "-f", Secrets)]
    [InlineData("helm", "template", "r", "c", "-f", "secrets://" + Secrets)]
    [InlineData("helm", "secrets", "template", "r", "c", "-f", Secrets)]
    public async Task The_text_of_a_values_file_is_nowhere_in_memory(params string[] words)
    {
        await FilesAsync();
        var documents = 0;
        var run = await ProcessMemory.AtExitAsync(_bench, region => documents += Documents(region), NativeProgram.Path, words);
        Assert.True(run.Output.AsSpan().IndexOf(Value(Count)) >= 0, run.ErrorText);
        Assert.Equal(0, documents);
    }

    /// <summary>A command that prints nothing keeps no document either.</summary>
    [Theory]
    [InlineData("sops", "rotate", "-i", Secrets)]
    [InlineData("set", Secrets, "map.key398=other")]
    [InlineData("dec", Secrets)]
    [InlineData("check", "--verify", Secrets)]
    [InlineData("values", "c", "-f", Secrets)]
    [InlineData("values", "c", "-f", "secrets://" + Secrets)]
    [InlineData("diff", "c", "-f", Secrets, "--set-b", "x=1")]
    public async Task A_plaintext_that_was_handled_is_nowhere_in_memory(params string[] words)
    {
        await FilesAsync();
        var documents = 0;
        await ProcessMemory.AtExitAsync(_bench, region => documents += Documents(region), NativeProgram.Path, words);
        Assert.Equal(0, documents);
    }

    /// <summary>
    /// The scan finds a document where a command keeps one: that of a file in the clear, which is none of the wiped ones.
    /// </summary>
    [Fact]
    public async Task A_file_in_the_clear_is_found_in_memory()
    {
        await FilesAsync();
        var documents = 0;
        await ProcessMemory.AtExitAsync(
            _bench, region => documents += Documents(region), NativeProgram.Path, "helm", "template", "r", "c", "-f", "plain.yaml");
        Assert.True(documents > 0);
    }

    private static byte[] Value(int index) => Encoding.ASCII.GetBytes($"cAnArY-value-{index}-5f0e7b1d2c");

    /// <summary>How many texts hold two values beside each other, with no more than a key and its punctuation between them.</summary>
    private static int Documents(ReadOnlySpan<byte> bytes)
    {
        const int WidestGap = 24;

        // Beside each other in the order of the file and of their names.
        var (first, second) = (Value(398), Value(399));
        var count = 0;
        for (var at = bytes.IndexOf(first); at >= 0; at = bytes.IndexOf(first))
        {
            bytes = bytes[(at + first.Length)..];
            var gap = bytes.IndexOf(second);
            count += gap is >= 0 and <= WidestGap ? 1 : 0;
        }

        return count;
    }

    private async Task FilesAsync()
    {
        var text = "map:\n" + string.Concat(
            Enumerable.Range(1, Count).Select(index => $"    key{index}: {Encoding.ASCII.GetString(Value(index))}\n"));
        _bench.Write("plain.yaml", text);
        await _bench.EncryptAsync(Secrets, text);
        Directory.CreateDirectory(_bench.FileAt("c/templates"));
        _bench.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        _bench.Write(
            "c/templates/secret.yaml",
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: s}
            stringData:
            {{- range $key, $value := .Values.map }}
              {{ $key }}.with-a-name-of-some-length: {{ $value }}
            {{- end }}

            """);
    }
}
