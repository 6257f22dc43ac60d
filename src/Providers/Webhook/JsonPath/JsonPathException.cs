namespace SecretsKit.Providers.Webhook.JsonPath;

/// <summary>Why a path gives nothing.</summary>
internal enum JsonPathFault
{
    /// <summary>It is no path.</summary>
    Syntax,

    /// <summary>It leads to a member or item that is not there.</summary>
    Missing,
}

/// <summary>A path gives nothing. Its message quotes the path, never a value.</summary>
/// <param name="fault">Why, as data.</param>
/// <param name="message">Why, in words.</param>
internal sealed class JsonPathException(JsonPathFault fault, string message) : Exception(message)
{
    /// <summary>Why, as data.</summary>
    public JsonPathFault Fault { get; } = fault;
}
