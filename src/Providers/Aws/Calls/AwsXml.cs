using System.Net;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>The few texts that are wanted of answers in XML, whose elements have no attributes and no namesakes.</summary>
internal static class AwsXml
{
    /// <summary>The text of the first element of a name, or null.</summary>
    public static string? Text(string xml, string element)
    {
        var start = xml.IndexOf($"<{element}>", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += element.Length + 2;
        var end = xml.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return end < 0 ? null : WebUtility.HtmlDecode(xml[start..end]);
    }
}
