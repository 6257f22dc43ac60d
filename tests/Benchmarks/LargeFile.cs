using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Benchmarks;

/// <summary>10,000 values of 80 bytes in groups of 100, plain and encrypted, in one format. The same bytes in every run.</summary>
internal sealed class LargeFile : IDisposable
{
    public const int Values = 10_000;
    public const int ValueLength = 80;
    private const int GroupSize = 100;

    private static readonly Timestamp Now = new(1_767_323_045, 0, 0);

    private readonly DataKey _key = new([.. Enumerable.Range(0, DataKey.Size).Select(i => (byte)i)]);

    public LargeFile(DocumentFormat format)
    {
        Format = format;
        Tree = MakeTree();
        Plain = Write(DocumentFormats.Plain(format), Tree);
        Encrypted = Seal();
    }

    public DocumentFormat Format { get; }

    public DocumentTree Tree { get; }

    public byte[] Plain { get; }

    public byte[] Encrypted { get; }

    /// <summary>What encrypting a file does between reading and writing it as bytes.</summary>
    public byte[] Seal()
    {
        using var cipher = new ValueCipher(_key, RandomSource.System);
        return PlainFile.Load(Plain, Format).Encrypt(cipher, Metadata(), Now).Serialize(Format, WriteOptions.Default);
    }

    /// <summary>What decrypting a file does, once its data key is recovered.</summary>
    public byte[] Open()
    {
        using var cipher = new ValueCipher(_key, RandomSource.System);
        var opened = EncryptedFile.Load(Encrypted, Format).Decrypt(cipher, DecryptOptions.Default);
        return Write(DocumentFormats.Plain(Format), opened.Plain.Tree);
    }

    public static byte[] Write(DocumentCodec codec, DocumentTree tree)
    {
        using var output = new OutputBuffer();
        codec.Write(tree, output, WriteOptions.Default);
        return output.ToArray();
    }

    public void Dispose() => _key.Dispose();

    private static DocumentMetadata Metadata() => DocumentMetadata.New(
        new(
            [new([new(new AgeMasterKey("age1abc"), "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n", null)])],
            0),
        SelectionFields.Default,
        macOnlyEncrypted: false,
        Now);

    private static DocumentTree MakeTree()
    {
        const string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        var state = 42L;
        var root = new MapNode();
        var text = new StringBuilder(ValueLength);
        for (var group = 0; group < Values / GroupSize; group++)
        {
            var map = new MapNode();
            for (var i = 0; i < GroupSize; i++)
            {
                text.Clear();
                while (text.Length < ValueLength)
                {
                    state = state * 16_807 % int.MaxValue;
                    text.Append(letters[(int)(state % letters.Length)]);
                }

                map.Entries.Add(MapEntry.Of($"key_{i:d5}", new StringNode(new ByteString(text.ToString()))));
            }

            root.Entries.Add(MapEntry.Of($"group_{group:d3}", map));
        }

        return new([root]);
    }
}
