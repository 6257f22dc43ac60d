using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Paths;

/// <summary>Takes URLs apart and puts them together (spec sprig.md 13).</summary>
internal static class UrlFunctions
{
    public static FunctionTable AddUrls(this FunctionTable table) => table
        .Add("urlParse", static (_, a) => Parse(a[0].StringBytes), P.String)
        .Add("urlJoin", static (_, a) => Join(a[0].AsMap!), P.Map);

    private static Value Parse(byte[] text)
    {
        if (!GoUrl.TryParse(text, out var url, out var error))
        {
            throw new FunctionException($"unable to parse url: {error}");
        }

        var map = new MapValue(capacity: 8);
        map.Set(new("scheme"), Value.Of(url.Scheme));
        map.Set(new("host"), Value.Of(url.Host));
        map.Set(new("hostname"), Value.Of(url.HostName));
        map.Set(new("path"), Value.Of(url.Path));
        map.Set(new("query"), Value.Of(url.RawQuery));
        map.Set(new("opaque"), Value.Of(url.Opaque));
        map.Set(new("fragment"), Value.Of(url.Fragment));
        map.Set(new("userinfo"), Value.Of(url.UserText));
        return Value.Of(map);
    }

    private static Value Join(MapValue parts)
    {
        byte[]? user = null, password = null;
        var url = new GoUrl
        {
            Scheme = Part(parts, "scheme"),
            Host = Part(parts, "host"),
            Path = Part(parts, "path"),
            RawQuery = Part(parts, "query"),
            Opaque = Part(parts, "opaque"),
            Fragment = Part(parts, "fragment"),
        };
        var userinfo = Part(parts, "userinfo");
        if (userinfo.Length > 0)
        {
            if (!GoUrl.TryParse([.. "proto://"u8, .. userinfo, .. "@host"u8], out var known, out var error))
            {
                throw new FunctionException($"unable to parse userinfo in dict: {error}");
            }

            (user, password) = (known.User, known.Password);
        }

        return Value.Of((url with { User = user, Password = password }).ToBytes());
    }

    private static byte[] Part(MapValue parts, string name)
    {
        if (!parts.TryGet(new(Encoding.ASCII.GetBytes(name).AsMemory()), out var value))
        {
            return [];
        }

        return value.IsNil ? throw new FunctionException(GoReflection.NilPointer)
            : value.IsString ? value.StringBytes
            : throw new FunctionException($"unable to parse {name} key, must be of type string, but {GoReflection.KindName(value)} found");
    }
}
