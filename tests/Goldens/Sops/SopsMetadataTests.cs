using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;

namespace SecretsKit.Goldens.Sops;

/// <summary>Files that the reference encrypted for keys of each vendor: their metadata are written as they were read, byte for byte.</summary>
public sealed class SopsMetadataTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "testdata");

    public static TheoryData<string> Files => [.. ((string[])["providers", "vault"])
        .SelectMany(area => Directory.EnumerateFiles(Path.Combine(Root, area), "*.enc.*", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void A_file_of_the_reference_is_written_as_it_was_read(string file)
    {
        var format = file.EndsWith(".json", StringComparison.Ordinal) ? DocumentFormat.Json : DocumentFormat.Yaml;
        var text = File.ReadAllBytes(Path.Combine(Root, file));
        Assert.Equal(
            Encoding.UTF8.GetString(text),
            Encoding.UTF8.GetString(EncryptedFile.Load(text, format).Serialize(format, WriteOptions.Default)));
    }
}
