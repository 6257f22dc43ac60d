using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Ssh;

namespace SecretsKit.Providers.Ssh.Agent;

/// <summary>
/// A connection to an SSH agent (draft-ietf-sshm-ssh-agent), of which two requests are made: which
/// keys it has, and a signature. One request at a time.
/// </summary>
/// <param name="stream">Given away.</param>
internal sealed class SshAgent(Stream stream) : IDisposable
{
    /// <summary>Longest message that is accepted, in bytes, as OpenSSH has it.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    private const byte RequestIdentities = 11;
    private const byte IdentitiesAnswer = 12;
    private const byte SignRequest = 13;
    private const byte SignResponse = 14;

    // The signature of an RSA key shall be over SHA-512; agents ignore it for other keys.
    private const uint RsaSha512Flag = 4;

    /// <summary>Connects to a socket in the file system.</summary>
    /// <returns>Null when nothing listens there.</returns>
    public static async ValueTask<SshAgent?> TryConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new(new NetworkStream(socket, ownsSocket: true));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Whether the agent has a key.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SigningFailed"/>: it does not answer as agents do.</exception>
    public async ValueTask<bool> HasAsync(SshPublicKey key, CancellationToken ct)
    {
        var answer = await AskAsync([RequestIdentities], ct);
        var wire = new SshWire(answer is [IdentitiesAnswer, ..] ? answer.AsSpan(1) : throw Odd());
        if (!wire.TryReadUInt32(out var count))
        {
            throw Odd();
        }

        for (var i = 0; i < count; i++)
        {
            if (!wire.TryReadString(out var blob) || !wire.TryReadString(out _))
            {
                throw Odd();
            }

            if (blob.SequenceEqual(key.Blob))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Asks for a signature. The agent may ask its user first.</summary>
    /// <returns>The bytes of the signature; null when the agent refuses.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SigningFailed"/>: it does not answer as agents do.</exception>
    public async ValueTask<byte[]?> SignAsync(SshPublicKey key, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        List<byte> request = [SignRequest];
        SshWire.WriteString(request, key.Blob);
        SshWire.WriteString(request, message.Span);
        SshWire.WriteUInt32(request, RsaSha512Flag);
        var answer = await AskAsync([.. request], ct);
        if (answer is not [SignResponse, ..])
        {
            return null;
        }

        var outer = new SshWire(answer.AsSpan(1));
        var inner = new SshWire(outer.TryReadString(out var blob) ? blob : throw Odd());
        return inner.TryReadString(out var algorithm) && inner.TryReadString(out var signature)
            && key.Verify(message.Span, Encoding.Latin1.GetString(algorithm), signature)
                ? signature.ToArray()
                : throw Odd();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static SecretsKitException Odd() =>
        new(ErrorCode.SigningFailed, "the ssh-agent gave an answer that is not understood, or a signature that does not hold");

    private async ValueTask<byte[]> AskAsync(byte[] request, CancellationToken ct)
    {
        try
        {
            var frame = new byte[sizeof(int) + request.Length];
            BinaryPrimitives.WriteInt32BigEndian(frame, request.Length);
            request.CopyTo(frame, sizeof(int));
            await stream.WriteAsync(frame, ct);
            var header = new byte[sizeof(int)];
            await stream.ReadExactlyAsync(header, ct);
            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var answer = new byte[length is > 0 and <= MaxMessageBytes ? length : throw Odd()];
            await stream.ReadExactlyAsync(answer, ct);
            return answer;
        }
        catch (IOException failure)
        {
            throw new SecretsKitException(ErrorCode.SigningFailed, "the ssh-agent ended the connection", failure);
        }
    }
}
