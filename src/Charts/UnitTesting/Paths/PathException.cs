namespace SecretsKit.Charts.UnitTesting.Paths;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A path that cannot be read, or that visits too much; the message goes into the failure of the assertion.</summary>
internal sealed class PathException(string message) : Exception(message);
#pragma warning restore CA1032
