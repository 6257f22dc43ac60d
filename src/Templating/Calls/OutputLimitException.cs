namespace SecretsKit.Templating.Calls;

#pragma warning disable CA1032, CA1064 // It never leaves the evaluator, which knows the place.
/// <summary>The output has come to its limit.</summary>
internal sealed class OutputLimitException : Exception;
#pragma warning restore CA1032, CA1064
