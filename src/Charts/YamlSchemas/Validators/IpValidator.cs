using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>An address of the internet, with the length of its network or without.</summary>
internal sealed class IpValidator(ValidatorArguments arguments) : Validator(arguments)
{
    /// <inheritdoc/>
    protected override string Name => "ip";

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) => Parse(value) is not null;

    /// <inheritdoc/>
    protected override IEnumerable<string> Broken(DataValue value)
    {
        var version = Parse(value)!.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 4;
        return Arguments.Number("version") is { } wanted && wanted != version
            ? [$"IP version of {DataText.Of(value)} is not {wanted}"]
            : [];
    }

    private static IPAddress? Parse(DataValue value)
    {
        var parts = DataText.Of(value).Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var address)
            || (address.AddressFamily == AddressFamily.InterNetwork && parts[0].Count(sign => sign == '.') != 3))
        {
            return null;
        }

        var most = address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        return parts.Length == 1 || (int.TryParse(parts[1], CultureInfo.InvariantCulture, out var length) && length >= 0 && length <= most)
            ? address
            : null;
    }
}
