using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Schema.Evaluation;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A check that was given up, because the schema or the value costs more than <see cref="SchemaLimits"/> allow.</summary>
public sealed class SchemaCostException(string message, Exception? inner = null) : SecretsKitException(ErrorCode.General, message, inner);
#pragma warning restore CA1032
