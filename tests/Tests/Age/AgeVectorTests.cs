using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Age;

/// <summary>
/// The vectors that all age implementations share: each names the kind of its failure, and what is
/// valid must be written back byte for byte.
/// </summary>
public sealed class AgeVectorTests
{
    public static TheoryData<string> Names
    {
        get
        {
            IEnumerable<string> names = Checkout.Vectors is { } folder
                ? Directory.GetFiles(Path.Combine(folder, "age")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
                : ["(not run: SECRETSKIT_VECTORS names no folder)"];
            return [.. names];
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Behaves_as_the_vector_says(string name)
    {
        if (Checkout.Vectors is not { } folder)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(name);
            return;
        }

        var vector = Vector.Read(Path.Combine(folder, "age", name));
        var encoding = vector.Armored ? AgeEncoding.Armor : AgeEncoding.Binary;
        var identities = vector.Identities();
        try
        {
            var plaintext = await AgeFile.DecryptAsync(vector.File, identities, encoding, TestContext.Current.CancellationToken);
            Assert.Equal("success", vector.Expect);
            Assert.Equal(vector.Payload, Convert.ToHexStringLower(SHA256.HashData(plaintext)));
            CheckWriting(vector, plaintext);
        }
        catch (AgeException e)
        {
            Assert.Equal(vector.Expect, Kind(e.Failure));
        }
        finally
        {
            identities.ForEach(identity => identity.Dispose());
        }
    }

    private static string Kind(AgeFailure failure) => failure switch
    {
        AgeFailure.Header => "header failure",
        AgeFailure.Armor => "armor failure",
        AgeFailure.HeaderMac => "HMAC failure",
        AgeFailure.NoMatch => "no match",
        AgeFailure.Payload => "payload failure",
        _ => failure.ToString(),
    };

    private static void CheckWriting(Vector vector, byte[] plaintext)
    {
        var binary = vector.File;
        if (vector.Armored)
        {
            var input = AgeArmor.Read(vector.File);
            Assert.Null(input.ArmorError);
            binary = input.Rest.ToArray();
            var normal = Encoding.ASCII.GetString(vector.File).Replace("\r\n", "\n", StringComparison.Ordinal).Trim() + "\n";
            Assert.Equal(normal, AgeArmor.Write(binary));
        }

        var rest = new AgeInput(binary, armorError: null);
        var header = AgeHeader.Read(rest);
        var fileKey = Convert.FromHexString(vector.FileKey);
        byte[] written = [.. AgeHeader.Write(header.Stanzas, fileKey)];
        Assert.Equal(binary[..^rest.Rest.Length], written);

        using var secret = new SecretBytes(fileKey);
        using var key = AgePrimitives.DerivePayloadKey(secret, rest.Rest.Span[..16]);
        Assert.Equal(rest.Rest.Span[16..], AgeStream.Encrypt(key.Span, plaintext));
    }

    private sealed class Vector
    {
        private readonly List<string> _identities = [];
        private readonly List<string> _passphrases = [];

        public string Expect { get; private set; } = "";

        public string Payload { get; private set; } = "";

        public string FileKey { get; private set; } = "";

        public bool Armored { get; private set; }

        public byte[] File { get; private set; } = [];

        public static Vector Read(string path)
        {
            var bytes = System.IO.File.ReadAllBytes(path);
            var vector = new Vector();
            var at = 0;
            var compressed = false;
            while (true)
            {
                var end = at + bytes.AsSpan(at).IndexOf((byte)'\n');
                var line = Encoding.UTF8.GetString(bytes, at, end - at);
                at = end + 1;
                if (line.Length == 0)
                {
                    break;
                }

                var (name, value) = (
                    line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]);
                switch (name)
                {
                    case "expect": vector.Expect = value; break;
                    case "payload": vector.Payload = value; break;
                    case "file key": vector.FileKey = value; break;
                    case "identity": vector._identities.Add(value); break;
                    case "passphrase": vector._passphrases.Add(value); break;
                    case "armored": vector.Armored = value == "yes"; break;
                    case "compressed": compressed = value == "zlib" ? true : throw new InvalidDataException(value); break;
                    case "comment": break;
                    default: throw new InvalidDataException(line);
                }
            }

            vector.File = bytes[at..];
            if (compressed)
            {
                using var inflated = new MemoryStream();
                using var zlib = new ZLibStream(new MemoryStream(vector.File), CompressionMode.Decompress);
                zlib.CopyTo(inflated);
                vector.File = inflated.ToArray();
            }

            return vector;
        }

        public List<AgeIdentity> Identities() =>
        [
            .. _identities.Select(text => AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(text))),
            .. _passphrases.Select(text => new ScryptIdentity(new SecretBytes(Encoding.UTF8.GetBytes(text)))),
        ];
    }
}
