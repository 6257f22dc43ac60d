using System.Buffers.Binary;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Ssh;
using SecretsKit.Providers.Ssh.Agent;
using SecretsKit.Tests.Envelope.Signing;

namespace SecretsKit.Tests.Ssh;

/// <summary>What an agent may answer, honest or not.</summary>
public sealed class SshAgentTests
{
    private static readonly TestSigner Signer = new(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_are_asked_for_and_found_by_their_bytes()
    {
        var (stream, agent) = Agent([12, .. Keys(new TestSigner(2).PublicKey, Signer.PublicKey)]);
        Assert.True(await agent.HasAsync(Signer.PublicKey, Token));
        Assert.Equal([0, 0, 0, 1, 11], stream.Written);
        Assert.False(await Agent([12, .. Keys(new TestSigner(2).PublicKey)]).Agent.HasAsync(Signer.PublicKey, Token));
    }

    [Fact]
    public async Task A_signature_is_asked_for_with_SHA_512_and_checked()
    {
        var signature = await Signer.SignAsync("message"u8.ToArray(), Token);
        var (stream, agent) = Agent(Signed("ssh-ed25519", signature));
        Assert.Equal(signature, await agent.SignAsync(Signer.PublicKey, "message"u8.ToArray(), Token));
        Assert.Equal(13, stream.Written[4]);
        Assert.Equal([0, 0, 0, 4], stream.Written[^4..]);
    }

    [Theory]
    [InlineData("rsa-sha2-512", 0)]
    [InlineData("ssh-ed25519", 1)]
    public async Task A_signature_that_does_not_hold_is_refused(string algorithm, int change)
    {
        var signature = await Signer.SignAsync("message"u8.ToArray(), Token);
        signature[0] ^= (byte)change;
        await AssertOddAsync(Agent(Signed(algorithm, signature)).Agent.SignAsync(Signer.PublicKey, "message"u8.ToArray(), Token));
    }

    [Fact]
    public async Task A_refusal_is_no_signature() =>
        Assert.Null(await Agent([5]).Agent.SignAsync(Signer.PublicKey, "m"u8.ToArray(), Token));

    [Theory]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("00000001")]
    [InlineData("000000010c")]
    [InlineData("000000050cffffffff")]
    [InlineData("000000090c00000001ffffffff")]
    [InlineData("ffffffff0c")]
    [InlineData("000400010c")]
    public async Task An_answer_that_makes_no_sense_ends_in_a_failure(string hexadecimal) =>
        await AssertOddAsync(new SshAgent(new AgentStream(Convert.FromHexString(hexadecimal))).HasAsync(Signer.PublicKey, Token));

    private static async Task AssertOddAsync<T>(ValueTask<T> answer) =>
        Assert.Equal(ErrorCode.SigningFailed, (await Assert.ThrowsAsync<SecretsKitException>(() => answer.AsTask())).Code);

    private static byte[] Keys(params SshPublicKey[] keys)
    {
        List<byte> list = [];
        SshWire.WriteUInt32(list, (uint)keys.Length);
        foreach (var key in keys)
        {
            SshWire.WriteString(list, key.Blob);
            SshWire.WriteString(list, "comment"u8);
        }

        return [.. list];
    }

    private static byte[] Signed(string algorithm, byte[] signature)
    {
        List<byte> inner = [];
        SshWire.WriteString(inner, System.Text.Encoding.ASCII.GetBytes(algorithm));
        SshWire.WriteString(inner, signature);
        List<byte> answer = [14];
        SshWire.WriteString(answer, [.. inner]);
        return [.. answer];
    }

    private static (AgentStream Stream, SshAgent Agent) Agent(byte[] answer)
    {
        var framed = new byte[4 + answer.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, answer.Length);
        answer.CopyTo(framed, 4);
        var stream = new AgentStream(framed);
        return (stream, new SshAgent(stream));
    }

    /// <summary>Answers with given bytes, one at a time.</summary>
    private sealed class AgentStream(byte[] answer) : Stream
    {
        private readonly MemoryStream _written = new();
        private int _position;

        public byte[] Written => _written.ToArray();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_position == answer.Length)
            {
                return 0;
            }

            buffer[offset] = answer[_position++];
            return 1;
        }

        public override void Write(byte[] buffer, int offset, int count) => _written.Write(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
