using System.Text;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Testing;

/// <summary>
/// Starts no program: every dialogue says what it was told to, in pieces of the given size, and what was sent to it is remembered.
/// </summary>
public sealed class ScriptedPlugins : IProcessStarter
{
    private readonly List<byte> _received = [];

    /// <summary>What a started program prints.</summary>
    public byte[] Output { get; set; } = [];

    /// <summary>Most bytes handed over at once.</summary>
    public int PieceSize { get; set; } = int.MaxValue;

    /// <summary>What was started.</summary>
    public List<ProcessRequest> Requests { get; } = [];

    /// <summary>Everything that was sent.</summary>
    public string Received => Encoding.Latin1.GetString([.. _received]);

    /// <summary>How many dialogues have been ended.</summary>
    public int Ended { get; private set; }

    /// <inheritdoc/>
    public IProcessDialogue Start(ProcessRequest request)
    {
        Requests.Add(request);
        return new Dialogue(this);
    }

    private sealed class Dialogue(ScriptedPlugins owner) : IProcessDialogue
    {
        private int _said;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            owner._received.AddRange(bytes.Span);
            return default;
        }

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Math.Min(owner.PieceSize, buffer.Length), owner.Output.Length - _said);
            owner.Output.AsSpan(_said, count).CopyTo(buffer.Span);
            _said += count;
            return new(count);
        }

        public ValueTask DisposeAsync()
        {
            owner.Ended++;
            return default;
        }
    }
}
