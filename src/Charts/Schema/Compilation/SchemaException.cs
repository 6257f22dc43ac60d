using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Schema.Compilation;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>
/// A schema that cannot be used: not JSON, against its metaschema, or with a reference that leads nowhere. The message is Helm's.
/// </summary>
public sealed class SchemaException(string message, Exception? inner = null) : SecretsKitException(ErrorCode.General, message, inner)
{
    /// <summary>Whether the text goes beyond a limit of ours, which no other program would complain of.</summary>
    internal bool IsLimit { get; init; }
}
#pragma warning restore CA1032
