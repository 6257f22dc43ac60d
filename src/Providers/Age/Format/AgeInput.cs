namespace SecretsKit.Providers.Age.Format;

/// <summary>
/// The bytes of an age file and how they end: at the end of the file, or where the armor around
/// them breaks. An armor error counts only when the reader needs more than what is before it, so that
/// messages name the first thing that is wrong.
/// </summary>
internal sealed class AgeInput(ReadOnlyMemory<byte> data, string? armorError)
{
    /// <summary>What has not been read yet.</summary>
    public ReadOnlyMemory<byte> Rest { get; private set; } = data;

    /// <summary>The armor's error behind the last byte, or null.</summary>
    public string? ArmorError { get; } = armorError;

    /// <summary>Takes bytes that were looked at in <see cref="Rest"/>.</summary>
    public void Advance(int count) => Rest = Rest[count..];

    /// <summary>Takes a line with its LF.</summary>
    /// <returns>False, and takes nothing, when no LF is left.</returns>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var end = Rest.Span.IndexOf((byte)'\n') + 1;
        line = Rest.Span[..end];
        Advance(end);
        return end > 0;
    }

    /// <summary>The error for input that ended too early.</summary>
    /// <param name="failure">What it is when the armor is not to blame.</param>
    /// <param name="prefix">What was being read.</param>
    /// <param name="end">How Go names this end of input.</param>
    public AgeException Ended(AgeFailure failure, string prefix, string end = "EOF") =>
        new(ArmorError is null ? failure : AgeFailure.Armor, prefix + (ArmorError ?? end));
}
