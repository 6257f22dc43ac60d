using System.Diagnostics.CodeAnalysis;

namespace SecretsKit.Core.Text.Time;

public readonly partial record struct GoTime
{
    /// <summary>Go's <c>time.ParseInLocation</c>.</summary>
    /// <param name="layout">What the text looks like.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="local">The clock of a text that names none.</param>
    /// <param name="value">The time read.</param>
    /// <param name="error">Go's message, which quotes the text, or null.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> layout, ReadOnlySpan<byte> text, GoZone local, out GoTime value, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(local);
        var reader = new TimeReader(layout, text);
        if (reader.Read())
        {
            value = reader.ToTime(local);
            error = null;
            return true;
        }

        value = Zero;
        error = reader.Error!;
        return false;
    }
}
