using System.Globalization;
using System.Runtime.CompilerServices;

namespace SecretsKit.Core.Display;

/// <summary>
/// A message written as an interpolated string, in which every inserted text is escaped as a field
/// (<see cref="DisplayText.Field"/>), since it may come from outside. The text around stays as it is written. A text inserted with the
/// format <c>lines</c>, as in <c>{output:lines}</c>, keeps its line breaks.
/// </summary>
[InterpolatedStringHandler]
public ref struct MessageText
{
    private const string LinesFormat = "lines";

    private DefaultInterpolatedStringHandler _text;

    /// <summary>Called by the compiler.</summary>
    public MessageText(int literalLength, int formattedCount) => _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>Takes our own words.</summary>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <summary>Takes a field.</summary>
    public void AppendFormatted(string? value) => _text.AppendLiteral(DisplayText.Field(value));

    /// <summary>Takes a field.</summary>
    public void AppendFormatted(ReadOnlySpan<char> value) => _text.AppendLiteral(DisplayText.Field(value.ToString()));

    /// <summary>Takes a field, or a text of several lines.</summary>
    /// <param name="value">The text.</param>
    /// <param name="format"><c>lines</c> or null.</param>
    public void AppendFormatted(string? value, string? format) =>
        _text.AppendLiteral(format == LinesFormat ? DisplayText.Lines(value) : DisplayText.Field(value));

    /// <summary>Takes a field of a fixed width.</summary>
    public void AppendFormatted(string? value, int alignment, string? format = null) =>
        _text.AppendFormatted(DisplayText.Field(value), alignment, format);

    /// <summary>Takes anything else by its text, in the invariant culture.</summary>
    public void AppendFormatted<T>(T value, string? format = null) => AppendFormatted(TextOf(value, format));

    /// <summary>The same with a fixed width.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format = null) => AppendFormatted(TextOf(value, format), alignment);

    /// <summary>The message. Called once.</summary>
    public string ToStringAndClear() => _text.ToStringAndClear();

    private static string? TextOf<T>(T value, string? format) =>
        value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString();
}
