using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SecureSessions.Redis.Tests.LinkCheck;

/// <summary>The members that an assembly holds, and those of others that it names, as text: what the runtime compares when it links.</summary>
internal sealed class AssemblyMembers : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public AssemblyMembers(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
    }

    public IEnumerable<string> Types => _metadata.TypeDefinitions.Select(type => SignatureText.Instance.GetTypeFromDefinition(_metadata, type, 0));

    /// <summary>The public members of all types. A class has those of its bases as well, an interface has not.</summary>
    public IEnumerable<string> Held => _metadata.TypeDefinitions.SelectMany(type => Bases(type).SelectMany(origin => MembersOf(origin, type)));

    /// <summary>The members that are named of the types of a namespace that other assemblies hold.</summary>
    public IEnumerable<string> Named(string space) =>
        from handle in _metadata.MemberReferences
        let member = _metadata.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference
        let type = SignatureText.Instance.GetTypeFromReference(_metadata, (TypeReferenceHandle)member.Parent, 0)
        where type.StartsWith($"{space}.", StringComparison.Ordinal)
        select member.GetKind() == MemberReferenceKind.Field
            ? Text(type, member.Name, member.DecodeFieldSignature(SignatureText.Instance, null))
            : Text(type, member.Name, member.DecodeMethodSignature(SignatureText.Instance, null));

    public void Dispose() => _file.Dispose();

    private IEnumerable<TypeDefinition> Bases(TypeDefinitionHandle handle)
    {
        for (EntityHandle next = handle; next is { IsNil: false, Kind: HandleKind.TypeDefinition };)
        {
            TypeDefinition type = _metadata.GetTypeDefinition((TypeDefinitionHandle)next);
            yield return type;
            next = type.BaseType;
        }
    }

    private IEnumerable<string> MembersOf(TypeDefinition origin, TypeDefinitionHandle holder)
    {
        string type = SignatureText.Instance.GetTypeFromDefinition(_metadata, holder, 0);
        return
        [
            .. origin.GetMethods().Select(_metadata.GetMethodDefinition)
                .Where(static method => (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
                .Select(method => Text(type, method.Name, method.DecodeSignature(SignatureText.Instance, null))),
            .. origin.GetFields().Select(_metadata.GetFieldDefinition)
                .Where(static field => (field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public)
                .Select(field => Text(type, field.Name, field.DecodeSignature(SignatureText.Instance, null))),
        ];
    }

    private string Text(string type, StringHandle name, MethodSignature<string> signature) =>
        $"{signature.ReturnType} {type}.{_metadata.GetString(name)}({string.Join(", ", signature.ParameterTypes)})";

    private string Text(string type, StringHandle name, string fieldType) => $"{fieldType} {type}.{_metadata.GetString(name)}";
}
