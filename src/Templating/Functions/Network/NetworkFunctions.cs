using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Randomness;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Network;

/// <summary>Addresses of hosts (spec sprig.md, head).</summary>
internal static class NetworkFunctions
{
    public static FunctionTable AddNetwork(this FunctionTable table) =>
        table.Add("getHostByName", static (c, a) => AnyAddress(c, a[0]), P.String);

    private static Value AnyAddress(CallContext context, Value host)
    {
        if (context.ResolveHost is not { } resolve)
        {
            return Value.EmptyString;
        }

        var addresses = resolve(System.Text.Encoding.UTF8.GetString(host.StringBytes));
        return addresses.Count == 0
            ? throw new FunctionException("invalid argument to Intn")
            : Value.Of(addresses[(int)RandomNumbers.Below(context.Random, addresses.Count)]);
    }
}
