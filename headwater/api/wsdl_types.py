"""What the WSDLs name: types, operations and headers, as `soap` reads and answers them.

One line a type: `name:type`, `*` behind it for a list. Everything may be left out or nil, and what
is there comes in this order; an sObject holds any field of its object.
"""

RECORDS = "sObjects:ens:sObject*"
IDS = "ids:tns:ID*"
SINCE = "sObjectType:string startDate:dateTime endDate:dateTime"
FIELD = (
    "calculatedFormula:string controllerName:string defaultValueFormula:string mask:string "
    "maskType:string referenceTargetField:string relationshipOrder:int aiPredictionField:boolean "
    "autoNumber:boolean cascadeDelete:boolean caseSensitive:boolean dependentPicklist:boolean "
    "deprecatedAndHidden:boolean displayLocationInDecimal:boolean encrypted:boolean "
    "formulaTreatNullNumberAsZero:boolean highScaleNumber:boolean htmlFormatted:boolean "
    "queryByDistance:boolean restrictedDelete:boolean writeRequiresMasterRead:boolean "
    "aggregatable:boolean createable:boolean externalId:boolean filterable:boolean "
    "groupable:boolean idLookup:boolean permissionable:boolean searchPrefilterable:boolean "
    "sortable:boolean updateable:boolean byteLength:int digits:int length:int "
    "namePointing:boolean polymorphicForeignKey:boolean precision:int referenceTo:string* "
    "relationshipName:string scale:int soapType:string calculated:boolean "
    "compoundFieldName:string custom:boolean defaultValue:string defaultedOnCreate:boolean "
    "inlineHelpText:string label:string name:string nameField:boolean nillable:boolean "
    "picklistValues:tns:PicklistEntry* restrictedPicklist:boolean type:string unique:boolean"
)
OF_OBJECT = (
    "activateable:boolean createable:boolean custom:boolean customSetting:boolean "
    "deepCloneable:boolean deletable:boolean deprecatedAndHidden:boolean feedEnabled:boolean "
    "idEnabled:boolean isSubtype:boolean keyPrefix:string label:string labelPlural:string "
    "layoutable:boolean mergeable:boolean mruEnabled:boolean name:string queryable:boolean "
    "replicateable:boolean retrieveable:boolean searchable:boolean triggerable:boolean "
    "undeletable:boolean updateable:boolean"
)
TYPES = {
    "GetUserInfoResult": (
        "accessibilityMode:boolean chatterExternal:boolean currencySymbol:string "
        "orgAttachmentFileSizeLimit:int orgDefaultCurrencyIsoCode:string "
        "orgDefaultCurrencyLocale:string orgDisallowHtmlAttachments:boolean "
        "orgHasPersonAccounts:boolean organizationId:tns:ID organizationMultiCurrency:boolean "
        "organizationName:string profileId:tns:ID roleId:tns:ID sessionSecondsValid:int "
        "userDefaultCurrencyIsoCode:string userEmail:string userFullName:string userId:tns:ID "
        "userLanguage:string userLocale:string userName:string userTimeZone:string "
        "userType:string userUiSkin:string"
    ),
    "LoginResult": (
        "metadataServerUrl:string passwordExpired:boolean sandbox:boolean serverUrl:string "
        "sessionId:string userId:tns:ID userInfo:tns:GetUserInfoResult"
    ),
    "GetServerTimestampResult": "timestamp:dateTime",
    "QueryResult": "done:boolean queryLocator:string records:ens:sObject* size:int",
    "SearchRecord": "record:ens:sObject",
    "SearchResult": "searchRecords:tns:SearchRecord*",
    "Error": "fields:string* message:string statusCode:string",
    "SaveResult": "errors:tns:Error* id:tns:ID success:boolean",
    "UpsertResult": "created:boolean errors:tns:Error* id:tns:ID success:boolean",
    "LeadConvert": (
        "accountId:tns:ID contactId:tns:ID convertedStatus:string doNotCreateOpportunity:boolean "
        "leadId:tns:ID opportunityId:tns:ID opportunityName:string overwriteLeadSource:boolean "
        "ownerId:tns:ID relatedPersonAccountId:tns:ID sendNotificationEmail:boolean"
    ),
    "LeadConvertResult": (
        "accountId:tns:ID contactId:tns:ID errors:tns:Error* leadId:tns:ID opportunityId:tns:ID "
        "relatedPersonAccountId:tns:ID success:boolean"
    ),
    "MatchRecord": "additionalInformation:string* fieldDiffs:tns:FieldDiff* "
    "matchConfidence:double record:ens:sObject",
    "FieldDiff": "difference:string name:string",
    "MatchResult": (
        "entityType:string errors:tns:Error* matchEngine:string matchRecords:tns:MatchRecord* "
        "rule:string size:int success:boolean"
    ),
    "DuplicateResult": (
        "allowSave:boolean duplicateRule:string duplicateRuleEntityType:string "
        "errorMessage:string matchResults:tns:MatchResult*"
    ),
    "FindDuplicatesResult": (
        "duplicateResults:tns:DuplicateResult* errors:tns:Error* success:boolean"
    ),
    "SingleEmailMessage": (
        "subject:string plainTextBody:string htmlBody:string targetObjectId:tns:ID"
    ),
    "SendEmailResult": "errors:tns:Error* success:boolean",
    "GetUpdatedResult": "ids:tns:ID* latestDateCovered:dateTime",
    "DeletedRecord": "id:tns:ID deletedDate:dateTime",
    "GetDeletedResult": (
        "deletedRecords:tns:DeletedRecord* earliestDateAvailable:dateTime "
        "latestDateCovered:dateTime"
    ),
    "PicklistEntry": (
        "active:boolean defaultValue:boolean label:string validFor:string value:string"
    ),
    "RecordTypeInfo": (
        "active:boolean available:boolean defaultRecordTypeMapping:boolean developerName:string "
        "master:boolean name:string recordTypeId:tns:ID"
    ),
    "ChildRelationship": (
        "cascadeDelete:boolean childSObject:string deprecatedAndHidden:boolean field:string "
        "junctionIdListNames:string* relationshipName:string restrictedDelete:boolean"
    ),
    "Field": FIELD,
    "DescribeGlobalSObjectResult": OF_OBJECT,
    "DescribeGlobalResult": (
        "encoding:string maxBatchSize:int sobjects:tns:DescribeGlobalSObjectResult*"
    ),
    "DescribeSObjectResult": (
        f"{OF_OBJECT} childRelationships:tns:ChildRelationship* compactLayoutable:boolean "
        "defaultImplementation:string extendedBy:string extendsInterfaces:string fields:tns:Field* "
        "implementedBy:string implementsInterfaces:string networkScopeFieldName:string "
        "recordTypeInfos:tns:RecordTypeInfo* searchLayoutable:boolean urlDetail:string "
        "urlEdit:string urlNew:string"
    ),
    "MergeRequest": "masterRecord:ens:sObject recordToMergeIds:tns:ID*",
    "MergeResult": "errors:tns:Error* id:tns:ID mergedRecordIds:tns:ID* success:boolean",
}
# Operation → what it is given, what its answer holds.
OPERATIONS = {
    "login": ("username:string password:string", "result:tns:LoginResult"),
    "logout": ("", ""),
    "getUserInfo": ("", "result:tns:GetUserInfoResult"),
    "getServerTimestamp": ("", "result:tns:GetServerTimestampResult"),
    "query": ("queryString:string", "result:tns:QueryResult"),
    "queryAll": ("queryString:string", "result:tns:QueryResult"),
    "queryMore": ("queryLocator:string", "result:tns:QueryResult"),
    "search": ("searchString:string", "result:tns:SearchResult"),
    "retrieve": (f"fieldList:string sObjectType:string {IDS}", "result:ens:sObject*"),
    "create": (RECORDS, "result:tns:SaveResult*"),
    "update": (RECORDS, "result:tns:SaveResult*"),
    "upsert": (f"externalIDFieldName:string {RECORDS}", "result:tns:UpsertResult*"),
    "delete": (IDS, "result:tns:SaveResult*"),
    "undelete": (IDS, "result:tns:SaveResult*"),
    "convertLead": ("leadConverts:tns:LeadConvert*", "result:tns:LeadConvertResult*"),
    "findDuplicates": (RECORDS, "result:tns:FindDuplicatesResult*"),
    "findDuplicatesByIds": (IDS, "result:tns:FindDuplicatesResult*"),
    "sendEmail": ("messages:tns:SingleEmailMessage*", "result:tns:SendEmailResult*"),
    "describeGlobal": ("", "result:tns:DescribeGlobalResult"),
    "describeSObject": ("sObjectType:string", "result:tns:DescribeSObjectResult"),
    "describeSObjects": ("sObjectType:string*", "result:tns:DescribeSObjectResult*"),
    "getUpdated": (SINCE, "result:tns:GetUpdatedResult"),
    "getDeleted": (SINCE, "result:tns:GetDeletedResult"),
    "merge": ("request:tns:MergeRequest*", "result:tns:MergeResult*"),
}
HEADERS = {
    "SessionHeader": "sessionId:string",
    "CallOptions": "client:string defaultNamespace:string",
    "QueryOptions": "batchSize:int",
    "AllOrNoneHeader": "allOrNone:boolean",
    "AllowFieldTruncationHeader": "allowFieldTruncation:boolean",
    "AssignmentRuleHeader": "assignmentRuleId:tns:ID useDefaultRule:boolean",
    "DuplicateRuleHeader": "allowSave:boolean includeRecordDetails:boolean "
                           "runAsCurrentUser:boolean",
}  # fmt: skip
