using System.Text;
using SecretsKit.Core.Detection;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Detection;

/// <summary>Any text is scanned to its end, whatever it holds: damaged documents are what a repository is checked for.</summary>
public sealed class ScannerFuzzTests
{
    private const int Rounds = 3000;

    private static readonly string[] Pieces =
    [
        "export ", "export\n", "password", "token: ", "apiKey=", ": ", "=", "\n", "\n  ", "- ", "\"", "'", "{", "}", "[", "]", "{{", "}}",
        "|", ">-", "#", " #", "://", "@", ":", ",", "\\n",
        "&a ", "*a", "!!str ", "---\n", "kind: Secret\n", "apiVersion: v1\n", "data:\n", "stringData:\n", "name: X\n", "value: ",
        "-----BEGIN RSA PRIVATE KEY-----", "eyJ", ".", "AKIA",
        "ghp_", "LS0tLS1CRUdJTi", "kI9_dR2x!", "\0", "\u00e9", "\ud83d\ude00", "secretskit:allow", "\t", "\r\n", "changeme", "a", "0",
        "sops:\n", "ENC[AES256_GCM,data:", "<<<<<<< ",
    ];

    [Fact]
    public void Random_texts_are_scanned_in_every_shape()
    {
        var random = new Random(20261122);
        for (var round = 0; round < Rounds; round++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(40); i > 0; i--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]);
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (bytes.Length > 0 && round % 3 == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            foreach (var shape in Enum.GetValues<TextShape>())
            {
                var found = SecretScanner.Scan(bytes, shape, isEncrypted: round % 2 == 0);
                var lines = bytes.Count(c => c == (byte)'\n') + 1;
                Assert.All(found, one => Assert.InRange(one.Line, 1, lines + 1));
                SecretScanner.Places(bytes, shape);
            }

            AllowComments.Read(bytes, _ => true);
        }
    }

    [Fact]
    public void Hostile_files_are_scanned_in_every_shape()
    {
        foreach (var (path, content) in HostileFiles.All)
        {
            foreach (var shape in Enum.GetValues<TextShape>())
            {
                Assert.True(Record.Exception(() => SecretScanner.Scan(content, shape)) is null, $"{path} as {shape}");
                Assert.True(Record.Exception(() => SecretScanner.Places(content, shape)) is null, $"{path} as {shape}");
            }
        }
    }

    [Fact]
    public void The_number_of_detections_is_bounded()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"password{i}: kI9_dR2x!{i}\n"));
        Assert.Equal(SecretScanner.MostDetections, Scans.Of(text).Count);
    }
}
