using System.Security.Cryptography;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Grpc.Protobuf;

namespace SecretsKit.Providers.KeyServer;

/// <summary>What a client of a key server asks for. Dispose it: the part that it wants wrapped is wiped.</summary>
internal sealed class KeyServerRequest : IDisposable
{
    private readonly byte[] _payload;

    private KeyServerRequest(MasterKey? key, byte[] payload) => (Key, _payload) = (key, payload);

    /// <summary>The key; null where the request names none, or one of a type that is not known.</summary>
    public MasterKey? Key { get; }

    /// <summary>The part to wrap, or what is to be unwrapped. Lent.</summary>
    public ReadOnlySpan<byte> Payload => _payload;

    /// <summary>Reads a request; null where it is malformed.</summary>
    public static KeyServerRequest? Read(ReadOnlySpan<byte> message)
    {
        var key = new List<byte>();
        var payload = ReadOnlySpan<byte>.Empty;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader)
            {
                case { Field: KeyServerProtocol.KeyField, Type: ProtobufWireType.Length }:
                    key.AddRange(reader.Bytes);
                    break;
                case { Field: KeyServerProtocol.PayloadField, Type: ProtobufWireType.Length }:
                    payload = reader.Bytes;
                    break;
            }
        }

        if (reader.IsMalformed || !KeyServerKeys.TryRead(key.ToArray(), out var named))
        {
            return null;
        }

        var copy = GC.AllocateUninitializedArray<byte>(payload.Length, pinned: true);
        payload.CopyTo(copy);
        return new(named, copy);
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_payload);
}
