using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Model;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A chart or its values cannot be used. The message is Helm's, without <c>Error: </c>.</summary>
public sealed class ChartException(string message, ErrorCode code = ErrorCode.General, Exception? inner = null) : SecretsKitException(
    code, message, inner)
{
    /// <summary>The same with a message whose inserted texts are escaped: every interpolated string is one.</summary>
    public ChartException(MessageText message, ErrorCode code = ErrorCode.General, Exception? inner = null)
        : this(message.ToStringAndClear(), code, inner)
    {
    }

    /// <summary>Whether <c>helm template</c> adds its hint at <c>--debug</c>: failures of rendering, not of loading or of values.</summary>
    public bool IsFromRendering { get; init; }

    /// <summary>The rendered files where one of them could not be read as documents, for <c>--debug</c>; else null.</summary>
    public IReadOnlyDictionary<string, byte[]>? Unsorted { get; init; }
}
#pragma warning restore CA1032
