using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Envelope;

/// <summary>Files for the tests of the envelope: one data key, one age recipient that never has to unwrap.</summary>
internal static class Sample
{
    public static readonly Timestamp Now = new(1_767_323_045, 0, 0);

    public static DataKey Key() => new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public static DocumentMetadata Metadata(SelectionFields? selection = null, bool macOnlyEncrypted = false) => DocumentMetadata.New(
        new(
            [new([new(new AgeMasterKey("age1abc"), "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n", null)])],
            0),
        selection ?? SelectionFields.Default,
        macOnlyEncrypted,
        Now);

    public static string Encrypt(string plain, DocumentFormat format, SelectionFields? selection = null, bool macOnlyEncrypted = false)
    {
        using var key = Key();
        using var cipher = new ValueCipher(key, RandomSource.System);
        var file = PlainFile.Load(Encoding.UTF8.GetBytes(plain), format).Encrypt(cipher, Metadata(selection, macOnlyEncrypted), Now);
        return Encoding.UTF8.GetString(file.Serialize(format, WriteOptions.Default));
    }

    public static DecryptedContent Open(string text, DocumentFormat format, DecryptOptions? options = null)
    {
        using var key = Key();
        using var cipher = new ValueCipher(key, RandomSource.System);
        return EncryptedFile.Load(Encoding.UTF8.GetBytes(text), format).Decrypt(cipher, options ?? DecryptOptions.Default);
    }

    /// <summary>Opens a file and collects the comments that do not decrypt.</summary>
    public static (DecryptedContent File, IReadOnlyList<Core.Text.ByteString> Unreadable) OpenAndListen(string text, DocumentFormat format)
    {
        List<Core.Text.ByteString> unreadable = [];
        return (Open(text, format, new DecryptOptions { UnreadableComment = unreadable.Add }), unreadable);
    }

    public static string Decrypt(string text, DocumentFormat format, DecryptOptions? options = null) =>
        TextOf(Open(text, format, options).Plain, format);

    public static string TextOf(PlainFile file, DocumentFormat format)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        file.Write(format, output, WriteOptions.Default);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
