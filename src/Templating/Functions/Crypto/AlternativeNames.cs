using System.Net;
using System.Net.Sockets;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Formatting;

namespace SecretsKit.Templating.Functions.Crypto;

/// <summary>The addresses and host names that a certificate is for.</summary>
internal static class AlternativeNames
{
    public static byte[][] Addresses(ListValue list)
    {
        var addresses = new byte[list.Count][];
        for (var i = 0; i < addresses.Length; i++)
        {
            var text = Text(list[i], "error parsing ip");
            addresses[i] = Parse(text) ?? throw new FunctionException($"error parsing ip: {text}");
        }

        return addresses;
    }

    public static string[] Hosts(ListValue list)
    {
        var names = new string[list.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Text(list[i], "error processing alternate dns name");
            if (!Ascii.IsValid(names[i]))
            {
                throw new FunctionException($"error creating certificate: x509: \"{names[i]}\" cannot be encoded as an IA5String");
            }
        }

        return names;
    }

    private static string Text(Value value, string what) => value.IsString
        ? Encoding.UTF8.GetString(value.StringBytes)
        : throw new FunctionException($"{what}: {Encoding.UTF8.GetString(GoText.Format(value))} is not a string");

    // The platform takes more forms than Go does: short ones, hexadecimal and octal parts, scopes.
    private static byte[]? Parse(string text)
    {
        var parts = text.Split('.');
        var isFour = parts.Length == 4
            && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));
        var isSix = text.Contains(':', StringComparison.Ordinal) && text.AsSpan().IndexOfAny("%[]/") < 0;
        if (!(isFour || isSix) || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return (address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            .GetAddressBytes();
    }
}
